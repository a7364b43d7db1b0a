"use client";

import { Panel } from "@/components/ui/panel";
import { useChosen } from "@/features/case/chosen";
import { useReading } from "@/features/facts/reading";
import { useTexts } from "@/texts";

/** The stretches of the record that were not read, and why. */
export function QuarantinedPanel() {
  const t = useTexts();
  const { quarantined, titleOf } = useReading();
  const { showWords } = useChosen();
  if (quarantined.length === 0) return null;
  return (
    <Panel title={t.facts.quarantined}>
      <p className="text-ink-soft mb-2 text-xs">{t.facts.quarantinedHint}</p>
      <ul className="space-y-1">
        {quarantined.map((one) => (
          <li key={`${one.document_id}:${one.start}`}>
            <span lang="en">{one.reason}</span>{" "}
            <button type="button" onClick={() => showWords([one])} className="text-accent min-h-6 hover:underline">
              {t.facts.showStretch(titleOf(one.document_id))}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
