import { useSyncExternalStore } from "react";

import type { Schema } from "@/api/client";
import type { Span } from "@/features/criteria/passages";
import { type Fact, placeOf } from "@/features/facts/statements";

/** A correction that is collected and not sent. `id` counts them in this page. */
export type Pending = { id: number; why: string } & (
  | { kind: "misread"; fact: Fact }
  | { kind: "added"; span: Span; concept: string; conceptName: string; side: Schema["Side"] | null }
  | { kind: "confirmed"; line: string; policyId: string; criterionId: string; text: string; met: boolean }
  | { kind: "taken_back"; correction: number; what: string }
);

type WithoutId<One> = One extends unknown ? Omit<One, "id"> : never;
export type NewPending = WithoutId<Pending>;

/** What is collected for a case, and the revision that it was collected on. */
export type Collected = { revision: number; corrections: readonly Pending[] };

const NOTHING: Collected = { revision: 0, corrections: [] };

/** Kept while the page is open, never written anywhere: it holds words of the record. */
const byCase = new Map<string, Collected>();
const listeners = new Set<() => void>();
let count = 0;

function keep(caseId: string, collected: Collected): void {
  if (collected.corrections.length > 0) byCase.set(caseId, collected);
  else byCase.delete(caseId);
  for (const listener of listeners) listener();
}

/** Collects a correction; one of the same thing is replaced. */
export function collect(caseId: string, revision: number, one: NewPending): void {
  const before = byCase.get(caseId) ?? { ...NOTHING, revision };
  count += 1;
  const added = { ...one, id: count };
  const others = before.corrections.filter((other) => subjectOf(other) !== subjectOf(added));
  keep(caseId, { ...before, corrections: [...others, added] });
}

export function leaveOut(caseId: string, id: number): void {
  const before = byCase.get(caseId) ?? NOTHING;
  keep(caseId, { ...before, corrections: before.corrections.filter((one) => one.id !== id) });
}

/** Binds what was collected to the revision that is on the screen now. */
export function keepFor(caseId: string, revision: number): void {
  keep(caseId, { ...(byCase.get(caseId) ?? NOTHING), revision });
}

export function forget(caseId: string): void {
  keep(caseId, NOTHING);
}

/** What a correction is about: two of one subject cannot both be sent. */
function subjectOf(one: Pending): string {
  switch (one.kind) {
    case "misread":
      return `misread ${JSON.stringify([one.fact.concept, one.fact.id])}`;
    case "added":
      return `added ${one.span.document_id}:${one.span.start}:${one.span.end}:${one.concept}:${one.side}`;
    case "confirmed":
      return `confirmed ${one.line}/${one.policyId}/${one.criterionId}`;
    case "taken_back":
      return `taken back ${one.correction}`;
  }
}

/** The body that sends them, bound to a digest; a fact that is not among `facts` any more cannot be named. */
export function bodyOf(
  corrections: readonly Pending[],
  digest: string,
  facts: readonly Fact[],
): Schema["FactCorrection"] {
  const body: Schema["FactCorrection"] = {
    act: "correct_facts",
    digest,
    misread: [],
    added: [],
    confirmed: [],
    taken_back: [],
  };
  for (const one of corrections) {
    const { why } = one;
    if (one.kind === "misread") {
      const fact = placeOf(one.fact, facts);
      if (fact !== null) body.misread.push({ fact, why });
    } else if (one.kind === "added") {
      const { document_id, start, end } = one.span;
      body.added.push({ document_id, start, end, concept: one.concept, side: one.side, why });
    } else if (one.kind === "confirmed") {
      const { line, policyId: policy_id, criterionId: criterion_id, met } = one;
      body.confirmed.push({ line, policy_id, criterion_id, met, why });
    } else {
      body.taken_back.push({ correction: one.correction, why });
    }
  }
  return body;
}

/** Which correction a problem of the service is about, by its path in the body ("/added/0/concept"). */
export function idOfProblem(path: string, corrections: readonly Pending[]): number | null {
  const [, kind, place] = path.split("/");
  const own = corrections.filter((one) => one.kind === kind);
  return own[Number(place)]?.id ?? null;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** {@link Collected} for a case, followed. */
export function useCollected(caseId: string): Collected {
  return useSyncExternalStore(
    subscribe,
    () => byCase.get(caseId) ?? NOTHING,
    () => NOTHING,
  );
}
