"use client";

import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { useChosen } from "@/features/case/chosen";
import { useReading } from "@/features/facts/reading";
import { conceptName } from "@/features/facts/statements";
import { useTexts } from "@/texts";

/** What a language model claimed and the record's own words do not bear out, and what it claimed without any words. */
export function ClaimsPanel({ clinical, coverage }: Pick<Schema["RevisionAnswer"], "clinical" | "coverage">) {
  const t = useTexts();
  const { concepts } = useReading();
  const { showWords } = useChosen();
  if ("failure" in clinical) return null;
  const dropped = clinical.ungrounded + ("failure" in coverage ? 0 : (coverage.ungrounded ?? 0));
  if (clinical.disagreements.length === 0 && dropped === 0) return null;
  return (
    <Panel title={t.facts.claims}>
      <p className="text-ink-soft mb-2 text-xs">{t.facts.claimsHint}</p>
      <ul className="space-y-1">
        {clinical.disagreements.map((one, place) => (
          <li key={place}>
            {conceptName(concepts, one.concept)}: {t.facts.claimed} <span lang="en">{one.claimed}</span>;{" "}
            {t.facts.wordsSay} <span lang="en">{one.read}</span>{" "}
            <button type="button" onClick={() => showWords([one.span])} className="text-accent min-h-6 hover:underline">
              {t.facts.showWords}
            </button>
          </li>
        ))}
      </ul>
      {dropped > 0 && <p className="mt-2">{t.facts.dropped(dropped)}</p>}
    </Panel>
  );
}
