import type { Schema } from "@/api/client";

type Criterion = Schema["CriterionResult"];
type Evidence = Criterion["evidence"][number];
export type Span = Schema["priorauth__evidence__Span"];

/** Words of the record that a criterion rests on. `number` counts them as one reads: by document, then by place. */
export type Passage = { key: string; number: number; span: Span; criteria: readonly string[] };

/** All passages of a case, and those of each criterion by {@link criterionKey}. */
export type Passages = { all: readonly Passage[]; of: ReadonlyMap<string, readonly Passage[]> };

export const passageKey = (span: Pick<Span, "document_id" | "start" | "end">) =>
  `${span.document_id}:${span.start}:${span.end}`;
export const criterionKey = (line: string, criterion: { id: string }) => `${line}/${criterion.id}`;

/** The quotes behind a piece of evidence: a computed value's are those of what it was computed from. */
function spansOf(evidence: Evidence): readonly Span[] {
  if (evidence.type === "quote") return evidence.spans;
  if (evidence.type === "derived") return evidence.inputs.flatMap(spansOf);
  return [];
}

/** Every criterion of a line, the inner ones of a tree too. */
export function criteriaOf(line: Schema["LineAssessment"]): Criterion[] {
  const walk = (one: Criterion): Criterion[] => [one, ...one.children.flatMap(walk)];
  return [...line.criteria, ...line.universal].flatMap(({ result }) => walk(result));
}

/** The passages that the criteria of `lines` rest on. `documents` are the ids of the documents in their order. */
export function passagesOf(lines: readonly Schema["LineAssessment"][], documents: readonly string[]): Passages {
  const spans = new Map<string, Span>();
  const users = new Map<string, Set<string>>();
  const used = new Map<string, Set<string>>();
  for (const line of lines) {
    for (const criterion of criteriaOf(line)) {
      const user = criterionKey(line.line, criterion);
      for (const span of criterion.evidence.flatMap(spansOf)) {
        const key = passageKey(span);
        spans.set(key, span);
        users.set(key, (users.get(key) ?? new Set()).add(user));
        used.set(user, (used.get(user) ?? new Set()).add(key));
      }
    }
  }
  const place = new Map(documents.map((id, index) => [id, index]));
  const before = (one: Span, other: Span) =>
    (place.get(one.document_id) ?? 0) - (place.get(other.document_id) ?? 0) ||
    one.start - other.start ||
    one.end - other.end;
  const all = [...spans.entries()]
    .sort(([, one], [, other]) => before(one, other))
    .map(([key, span], index) => ({ key, number: index + 1, span, criteria: [...users.get(key)!] }));
  const of = new Map([...used].map(([user, keys]) => [user, all.filter((passage) => keys.has(passage.key))]));
  return { all, of };
}
