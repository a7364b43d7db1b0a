"use client";

import { Quote } from "lucide-react";

import type { Schema } from "@/api/client";
import { useChosen } from "@/features/case/chosen";
import { proofsOf } from "@/features/checks/proofs";
import { passageKey } from "@/features/criteria/passages";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** What a check rests on: words of the record are one click from their place in it. `known` was said beside it. */
export function ProofList({ evidence, known = "" }: { evidence: Schema["ItemResult"]["evidence"]; known?: string }) {
  const t = useTexts();
  const { words, showWords } = useChosen();
  const shown = words.map((place) => passageKey(place));
  const proofs = proofsOf(evidence).filter(({ key }) => key !== known);
  if (proofs.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-1.5 text-xs">
      {proofs.map((proof) => (
        <li key={proof.key}>
          {"span" in proof ? (
            <button
              type="button"
              aria-label={t.checks.show(proof.span.quote)}
              aria-pressed={shown.includes(proof.key)}
              onClick={() => showWords([proof.span])}
              className={cn(
                "text-ink inline-flex min-h-6 items-center gap-1 rounded px-1.5 py-0.5 text-left font-serif",
                shown.includes(proof.key) ? "bg-mark-strong ring-accent ring-1" : "bg-mark hover:bg-mark-strong",
              )}
            >
              <Quote aria-hidden className="size-3 shrink-0" />
              {proof.span.quote}
            </button>
          ) : (
            <span className="text-ink-soft">
              {proof.isRequest ? `${t.checks.inRequest}: ${proof.said}` : <span lang="en">{proof.said}</span>}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
