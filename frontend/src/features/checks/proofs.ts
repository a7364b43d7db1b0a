import type { Schema } from "@/api/client";

type Evidence = Schema["ItemResult"]["evidence"][number];
type Span = Schema["priorauth__evidence__Span"];

/** What something rests on: words of the record, or a sentence of the request or of a lookup. */
export type Proof = { key: string; span: Span } | { key: string; said: string; isRequest: boolean };

/** Each piece of evidence once. A computed statement comes before the words that it was computed from. */
export function proofsOf(evidence: readonly Evidence[]): Proof[] {
  const proofs = evidence.flatMap(proofOf);
  return [...new Map(proofs.map((proof) => [proof.key, proof])).values()];
}

function proofOf(evidence: Evidence): Proof[] {
  switch (evidence.type) {
    case "quote":
      return evidence.spans.map((span) => ({ key: `${span.document_id}:${span.start}:${span.end}`, span }));
    case "field":
      return [{ key: `${evidence.pointer}=${evidence.value}`, said: evidence.value, isRequest: true }];
    case "lookup":
      return [{ key: evidence.statement, said: evidence.statement, isRequest: false }];
    case "derived":
      return [
        { key: evidence.statement, said: evidence.statement, isRequest: false },
        ...evidence.inputs.flatMap(proofOf),
      ];
  }
}
