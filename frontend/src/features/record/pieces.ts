import type { Passage } from "@/features/criteria/passages";
import { unitOffsets } from "@/lib/code-points";

/** A stretch of a document's text, and the passages that it belongs to: none, one, or several that overlap. */
export type Piece = { text: string; passages: readonly Passage[]; begins: readonly Passage[] };

/** A document's text cut where a passage begins or ends. The pieces' texts together are the text. */
export function piecesOf(text: string, passages: readonly Passage[]): Piece[] {
  const units = unitOffsets(
    text,
    passages.flatMap(({ span }) => [span.start, span.end]),
  );
  const placed = passages.map((passage) => ({
    passage,
    start: units.get(passage.span.start)!,
    end: units.get(passage.span.end)!,
  }));
  const cuts = [...new Set([0, text.length, ...placed.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  const beginning = new Map<number, typeof placed>();
  for (const one of placed) beginning.set(one.start, [...(beginning.get(one.start) ?? []), one]);
  let open: typeof placed = [];
  return cuts.slice(0, -1).map((start, index) => {
    const begins = beginning.get(start) ?? [];
    open = [...open, ...begins].filter(({ end }) => end > start);
    return {
      text: text.slice(start, cuts[index + 1]),
      passages: open.map(({ passage }) => passage),
      begins: begins.map(({ passage }) => passage),
    };
  });
}
