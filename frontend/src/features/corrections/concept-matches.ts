import type { Schema } from "@/api/client";

type Concept = Schema["ConceptItem"];

const MOST = 8;

/** The concepts that a text could mean, the best first: named or abbreviated so, beginning so, then holding it; of equals the measured one. */
export function conceptsFor(text: string, concepts: readonly Concept[]): readonly Concept[] {
  const wanted = text.trim().toLowerCase();
  if (wanted.length < 2) return [];
  const ranked = concepts
    .map((concept) => ({ concept, rank: rankOf(concept, wanted) }))
    .filter(({ rank }) => rank < UNRELATED)
    .sort(
      (one, other) =>
        one.rank - other.rank ||
        Number(other.concept.kind === "measurement") - Number(one.concept.kind === "measurement") ||
        one.concept.name.length - other.concept.name.length,
    );
  return ranked.slice(0, MOST).map(({ concept }) => concept);
}

const UNRELATED = 5;

function rankOf({ name, cues }: Concept, wanted: string): number {
  const own = name.toLowerCase();
  const words = cues.map((cue) => cue.toLowerCase());
  if (own === wanted || words.includes(wanted)) return 0;
  if (own.startsWith(wanted)) return 1;
  if (own.split(/\W+/).some((word) => word.startsWith(wanted))) return 2;
  if (words.some((word) => word.startsWith(wanted))) return 3;
  return own.includes(wanted) || words.some((word) => word.includes(wanted)) ? 4 : UNRELATED;
}
