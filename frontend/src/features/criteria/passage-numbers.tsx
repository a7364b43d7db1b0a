"use client";

import { useChosen } from "@/features/case/chosen";
import type { Passages } from "@/features/criteria/passages";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** The numbers of a criterion's passages: choosing one lights its words up in the record. */
export function PassageNumbers({ criterion, passages }: { criterion: string; passages: Passages }) {
  const t = useTexts();
  const { passage: chosen, choosePassage } = useChosen();
  const own = passages.of.get(criterion) ?? [];
  return (
    <span className="inline-flex flex-wrap gap-1">
      {own.map((passage) => (
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
    </span>
  );
}
