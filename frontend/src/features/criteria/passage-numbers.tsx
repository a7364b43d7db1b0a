"use client";

import { useState } from "react";

import { useChosen } from "@/features/case/chosen";
import type { Passages } from "@/features/criteria/passages";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** As many numbers as one takes in; a long record may repeat a finding on each of its pages. */
const AT_FIRST = 12;

/** The numbers of a criterion's passages: choosing one lights its words up in the record. */
export function PassageNumbers({ criterion, passages }: { criterion: string; passages: Passages }) {
  const t = useTexts();
  const { passage: chosen, choosePassage } = useChosen();
  const [areAll, showAll] = useState(false);
  const own = passages.of.get(criterion) ?? [];
  const shown = areAll ? own : own.filter(({ key }, place) => place < AT_FIRST || key === chosen);
  return (
    <span className="inline-flex flex-wrap gap-1">
      {shown.map((passage) => (
        <button
          key={passage.key}
          type="button"
          aria-label={t.criteria.evidence(passage.number)}
          aria-pressed={chosen === passage.key}
          onClick={(event) => {
            event.stopPropagation();
            choosePassage(passage, criterion);
          }}
          className={cn(
            "text-ink min-h-6 min-w-6 rounded px-1 text-xs font-semibold",
            chosen === passage.key ? "bg-mark-strong ring-accent ring-1" : "bg-mark hover:bg-mark-strong",
          )}
        >
          {passage.number}
        </button>
      ))}
      {own.length > AT_FIRST && (
        <button
          type="button"
          aria-expanded={areAll}
          onClick={(event) => {
            event.stopPropagation();
            showAll(!areAll);
          }}
          className="text-accent min-h-6 px-1 hover:underline"
        >
          {areAll ? t.criteria.fewer : t.criteria.more(own.length - shown.length)}
        </button>
      )}
    </span>
  );
}
