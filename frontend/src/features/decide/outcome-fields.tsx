import { useId } from "react";

import type { Schema } from "@/api/client";
import { useTexts } from "@/texts";

/** Which way to decide. What this person may not decide is there, disabled, with the reason below it. */
export function OutcomeFields({
  ways,
  acts,
  outcome,
  onPick,
}: {
  ways: readonly Schema["DecisionPermission"][];
  acts: readonly Schema["ActPermission"][];
  outcome: Schema["DeterminationOutcome"];
  onPick: (outcome: Schema["DeterminationOutcome"]) => void;
}) {
  const t = useTexts();
  const id = useId();
  const roles = acts.find(({ act }) => act === "determine_adversely")?.roles ?? [];
  const forOthers = t.decide.forRoles(roles.map((role) => t.roles[role]).join(", "));
  return (
    <fieldset>
      <legend className="text-xs font-medium">{t.forms.decision.outcome}</legend>
      {ways.map((way) => (
        <div key={way.outcome}>
          <label className="flex min-h-6 items-center gap-2">
            <input
              type="radio"
              name={id}
              checked={way.outcome === outcome}
              disabled={!way.permitted}
              aria-describedby={way.permitted ? undefined : `${id}-${way.outcome}`}
              onChange={() => onPick(way.outcome)}
              className="accent-accent size-4 shrink-0"
            />
            {t.forms.decision.outcomes[way.outcome]}
          </label>
          {!way.permitted && (
            <p id={`${id}-${way.outcome}`} lang={way.theirs ? "en" : undefined} className="text-ink-soft pl-6 text-xs">
              {way.theirs ? way.reason : forOthers}
            </p>
          )}
        </div>
      ))}
    </fieldset>
  );
}
