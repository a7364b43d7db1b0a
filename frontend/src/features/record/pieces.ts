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

const CHUNK = 6_000;

/**
 * Pieces in chunks of whole lines of some thousand characters each, so that a browser need not lay out the whole of a
 * long text at once. A text without line ends is one chunk; no passage is cut.
 */
export function chunksOf(pieces: readonly Piece[], least = CHUNK): Piece[][] {
  let open: Piece[] = [];
  const chunks = [open];
  let length = 0;
  for (const piece of pieces) {
    let { text } = piece;
    for (let end = endOfChunk(piece, text, least - length); end > 0; end = endOfChunk(piece, text, least)) {
      open.push({ ...piece, text: text.slice(0, end) });
      chunks.push((open = []));
      text = text.slice(end);
      length = 0;
    }
    if (text) open.push({ ...piece, text });
    length += text.length;
  }
  return chunks.filter((chunk) => chunk.length > 0);
}

/** How much of a text belongs to a chunk that lacks so many characters: up to the end of a line; 0 for all of it. */
function endOfChunk({ passages }: Piece, text: string, lacking: number): number {
  return passages.length > 0 ? 0 : text.indexOf("\n", Math.max(0, lacking - 1)) + 1;
}
