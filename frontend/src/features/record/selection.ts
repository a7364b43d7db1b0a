import type { Passages, Span } from "@/features/criteria/passages";
import type { Fact } from "@/features/facts/statements";
import { pointOffset } from "@/lib/code-points";

/** Words between two UTF-16 offsets of a document's text, without the white space around them; null for none. */
export function spanBetween(document_id: string, text: string, from: number, to: number): Span | null {
  const chosen = text.slice(from, to);
  const words = chosen.trim();
  if (!words) return null;
  const unit = from + chosen.indexOf(words);
  const start = pointOffset(text, unit);
  return { document_id, start, end: start + pointOffset(words, words.length), quote: words };
}

const overlap = (one: Span, other: Span) =>
  one.document_id === other.document_id && one.start < other.end && other.start < one.end;

/** What rests on selected words: criteria by their key, and facts by their place in the findings' list. */
export function usersOf(
  span: Span,
  passages: Passages,
  facts: readonly Fact[],
): { criteria: readonly string[]; facts: readonly number[] } {
  const touched = new Set(passages.all.filter((passage) => overlap(passage.span, span)).map(({ key }) => key));
  const criteria = [...passages.of].filter(([, own]) => own.some(({ key }) => touched.has(key))).map(([key]) => key);
  const places = facts.flatMap((fact, place) => (fact.evidence.spans.some((own) => overlap(own, span)) ? [place] : []));
  return { criteria, facts: places };
}
