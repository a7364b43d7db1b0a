import type { Schema } from "@/api/client";
import { unitOffsets } from "@/lib/code-points";

/** How much of a record there was to read. Pages are told where documents hold page breaks, else documents. */
export type Extent = { unit: "pages" | "documents"; all: number; read: number };

const PAGE_BREAK = "\f";

/** How many pages, or documents, a record has, and how many were read: not those that name another person. */
export function extentOf(
  documents: readonly { id: string; text: string }[],
  quarantined: readonly Schema["Quarantine"][],
): Extent {
  const hasPages = documents.some(({ text }) => text.includes(PAGE_BREAK));
  const parts = documents.flatMap(({ id, text }) => (hasPages ? pagesOf(id, text) : [{ id, text, from: 0 }]));
  const placed = new Map(documents.map(({ id, text }) => [id, closedTo(id, text, quarantined)]));
  const readable = parts.filter(({ id, text, from }) => {
    const closed = placed.get(id)!;
    if (closed.length === 0) return /\S/.test(text);
    const words = [...text.matchAll(/\S+/g)].map((match) => from + match.index);
    return words.length > 0 && !words.every((at) => closed.some(([start, end]) => start <= at && at < end));
  });
  return { unit: hasPages ? "pages" : "documents", all: parts.length, read: readable.length };
}

function pagesOf(id: string, text: string): { id: string; text: string; from: number }[] {
  let from = 0;
  return text.split(PAGE_BREAK).map((page) => {
    const placed = { id, text: page, from };
    from += page.length + PAGE_BREAK.length;
    return placed;
  });
}

/** The stretches of a document that were not read, in UTF-16 units. */
function closedTo(id: string, text: string, quarantined: readonly Schema["Quarantine"][]): [number, number][] {
  const own = quarantined.filter(({ document_id }) => document_id === id);
  const units = unitOffsets(
    text,
    own.flatMap(({ start, end }) => [start, end]),
  );
  return own.map(({ start, end }) => [units.get(start)!, units.get(end)!]);
}
