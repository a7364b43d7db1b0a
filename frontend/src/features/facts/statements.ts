import type { Schema } from "@/api/client";

export type Fact = Schema["Fact"];
export type Concepts = ReadonlyMap<string, Schema["ConceptItem"]>;

/** A fact with its place in the clinical findings' list, by which the service knows it. */
export type Mention = { place: number; fact: Fact };

/** What the record states, once: every mention of the same concept, value, date and conditions together. */
export type Statement = { key: string; fact: Fact; mentions: readonly Mention[] };

/** The statements about one concept, the newest first. `kind` is null for a concept that the vocabulary has no more. */
export type ConceptGroup = {
  concept: string;
  name: string;
  kind: Schema["ConceptKind"] | null;
  statements: readonly Statement[];
};

const KINDS: readonly (Schema["ConceptKind"] | null)[] = [
  "measurement",
  "condition",
  "finding",
  "treatment",
  "device",
  "procedure",
  "event",
  null,
];

export const conceptName = (concepts: Concepts, id: string) => concepts.get(id)?.name ?? id.replaceAll("_", " ");

/** The facts by concept, measurements first, then by name; duplicates collapsed. */
export function groupsOf(facts: readonly Fact[], concepts: Concepts): ConceptGroup[] {
  const byConcept = new Map<string, Map<string, Mention[]>>();
  facts.forEach((fact, place) => {
    const statements = byConcept.get(fact.concept) ?? new Map<string, Mention[]>();
    const key = statementKey(fact);
    statements.set(key, [...(statements.get(key) ?? []), { place, fact }]);
    byConcept.set(fact.concept, statements);
  });
  return [...byConcept]
    .map(([concept, statements]) => ({
      concept,
      name: conceptName(concepts, concept),
      kind: concepts.get(concept)?.kind ?? null,
      statements: [...statements]
        .map(([key, mentions]) => ({ key, fact: mentions[0]!.fact, mentions }))
        .sort((one, other) => dayOf(other.fact).localeCompare(dayOf(one.fact))),
    }))
    .sort(
      (one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) || one.name.localeCompare(other.name, "en"),
    );
}

/**
 * What makes two mentions one statement. A value without a date of its own is the same one only where its words are
 * of the same date: copied text keeps its first date, another note's measurement has its own.
 */
function statementKey(fact: Fact): string {
  const isUndatedValue = fact.value != null && fact.on == null && fact.on_between == null;
  return JSON.stringify([
    fact.assertion,
    fact.value == null ? null : Number(fact.value),
    fact.high == null ? null : Number(fact.high),
    fact.bound ?? null,
    fact.on ?? null,
    fact.on_between ?? null,
    isUndatedValue ? (fact.first_documented_on ?? fact.documented_on ?? fact.document_id) : null,
    fact.duration_days ?? null,
    fact.outcome ?? null,
    Object.values(conditionsOf(fact)),
    fact.doubt ?? null,
    fact.superseded_by ?? null,
  ]);
}

/** The conditions of a fact in one order, null for what is not stated. */
function conditionsOf({ conditions }: Fact) {
  const { activity = null, oxygen = null, litres_per_minute = null, side = null, method = null } = conditions;
  return { activity, oxygen, litres_per_minute, side, method };
}

/** The day that a fact sorts by, "" where the record tells none. */
function dayOf(fact: Fact): string {
  return fact.on ?? fact.on_between?.[1] ?? "";
}

/** The groups with what holds every word of `text`; `said` gives all words that a mention is found by. */
export function filtered(
  groups: readonly ConceptGroup[],
  text: string,
  said: (fact: Fact) => string,
): readonly ConceptGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  const holds = (name: string, fact: Fact) => {
    const all = `${name} ${said(fact)}`.toLowerCase();
    return words.every((word) => all.includes(word));
  };
  return groups
    .map((group) => ({
      ...group,
      statements: group.statements.filter(({ mentions }) => mentions.some(({ fact }) => holds(group.name, fact))),
    }))
    .filter(({ statements }) => statements.length > 0);
}

/** Where in a list of facts the very same fact stands again: what it says and its words, whatever its number. */
export function placeOf(fact: Fact, facts: readonly Fact[]): number | null {
  const same = (other: Fact) =>
    other.concept === fact.concept &&
    statementIdentity(other) === statementIdentity(fact) &&
    spanIdentity(other) === spanIdentity(fact);
  const place = facts.findIndex(same);
  return place < 0 ? null : place;
}

function statementIdentity(fact: Fact): string {
  const { assertion, value = null, high = null, on = null } = fact;
  return JSON.stringify([assertion, value, high, on, Object.values(conditionsOf(fact))]);
}

function spanIdentity({ evidence }: Fact): string {
  const { document_id, start, end } = evidence.spans[0]!;
  return `${document_id}:${start}:${end}`;
}
