"use client";

import { type RefObject, useEffect } from "react";

import { type Place, useChosen } from "@/features/case/chosen";
import { useReading } from "@/features/facts/reading";
import { bringIntoView, highlight, rangeOf, TEXT_OF } from "@/features/record/text-places";
import { unitOffsets } from "@/lib/code-points";
import { scrollManner } from "@/lib/scrolling";
import { useTexts } from "@/texts";

const NAME = "lit-words";

/** Lights up the words that were asked for, wherever they stand in the record, and says so to who does not see it. */
export function LitWords({ pane }: { pane: RefObject<HTMLElement | null> }) {
  const t = useTexts();
  const { textOf, titleOf } = useReading();
  const { words } = useChosen();
  useEffect(() => {
    const ranges = words.flatMap((place) => {
      const text = textOf(place.document_id);
      return text === undefined ? [] : (placed(pane.current, place, text) ?? []);
    });
    highlight(NAME, ranges);
    const [first] = ranges;
    if (first) bringIntoView(first, scrollManner());
  }, [words, textOf, pane]);
  useEffect(() => () => highlight(NAME, []), []);
  return (
    <p role="status" className="sr-only">
      {words[0] && t.record.lit(words[0].quote ?? "", titleOf(words[0].document_id))}
    </p>
  );
}

function placed(pane: HTMLElement | null, { document_id, start, end }: Place, text: string): Range | null {
  const element = pane?.querySelector<HTMLElement>(`[${TEXT_OF}="${CSS.escape(document_id)}"]`);
  if (!element) return null;
  const units = unitOffsets(text, [start, end]);
  return rangeOf(element, units.get(start)!, units.get(end)!);
}
