import { useState } from "react";

import { type Schema, send } from "@/api/client";
import { ActForm } from "@/features/decide/act-form";
import {
  acceptanceOf,
  nothingStated,
  outcomeFor,
  overrideOf,
  type StatedDecision,
  type StatedLine,
} from "@/features/decide/decisions";
import { type Doing, useStated } from "@/features/decide/doing";
import { Pick, TextBox, Tick } from "@/features/decide/fields";
import { LinesFields } from "@/features/decide/line-fields";
import { OutcomeFields } from "@/features/decide/outcome-fields";
import { useTexts } from "@/texts";

const sending = (caseId: string) => (body: Schema["Decision"]) =>
  send("/api/cases/{case_id}/determination", { params: { path: { case_id: caseId } }, body });
const previewing = (caseId: string) => (body: Schema["Decision"]) =>
  send("/api/cases/{case_id}/determination/preview", { params: { path: { case_id: caseId } }, body });

/** To accept a draft to approve, with dates and conditions where somebody states them. */
export function AcceptForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const { found, told, bound } = doing;
  const [lines, setLines] = useState<readonly StatedLine[]>(() => found.case.services.map(nothingStated));
  return (
    <ActForm
      doing={doing}
      title={t.decide.act.accept}
      note={
        <p>
          {t.forms.decision.acceptNote} {t.forms.decision.approvalDates(told.approval_days)}
        </p>
      }
      body={() => acceptanceOf(lines, bound.digest)}
      sendTo={sending(found.case_id)}
      previewTo={previewing(found.case_id)}
      sendLabel={t.forms.decision.send.accept}
    >
      <LinesFields services={found.case.services} assessed={[]} lines={lines} isByLine={false} onSay={setLines} />
    </ActForm>
  );
}

/** To decide against the draft: approve it, approve a part, or decide adversely, each with a reason and a rationale. */
export function OverrideForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const { found, revision, told, bound } = doing;
  const ways = told.permitted.decisions.filter(({ action }) => action === "override");
  const [stated, say] = useStated<StatedDecision>(() => ({
    outcome: ways.find(({ permitted }) => permitted)?.outcome ?? "approved",
    reasonCode: "",
    rationale: "",
    sameSpecialty: false,
    lines: found.case.services.map(nothingStated),
  }));
  const { outcome } = stated;
  const way = ways.find((one) => one.outcome === outcome);
  const isAdverse = outcome !== "approved";
  const codes = (way?.reason_codes ?? []).map(({ code, permitted }) => ({
    value: code,
    label: t.reasonCode[code],
    isOut: !permitted,
  }));
  return (
    <ActForm
      doing={doing}
      title={t.decide.act.override}
      body={() => overrideOf(stated, bound.digest)}
      sendTo={sending(found.case_id)}
      previewTo={previewing(found.case_id)}
      sendLabel={t.forms.decision.send[outcome]}
    >
      <OutcomeFields ways={ways} acts={told.permitted.acts} outcome={outcome} onPick={say("outcome")} />
      {isAdverse && <AdverseNote suggested={told.permitted.suggested} />}
      <Pick
        label={t.forms.decision.code}
        path="/reason_code"
        value={stated.reasonCode}
        options={codes}
        onPick={say("reasonCode")}
        className="max-w-96"
      />
      <TextBox
        label={t.forms.decision.rationale}
        hint={t.forms.decision.rationaleHint}
        path="/rationale"
        required
        value={stated.rationale}
        onSay={say("rationale")}
      />
      <LinesFields
        services={found.case.services}
        assessed={"lines" in revision.coverage ? revision.coverage.lines : []}
        lines={stated.lines.map((line) => outcomeFor(line, outcome))}
        isByLine={outcome === "partially_approved"}
        onSay={say("lines")}
      />
      {isAdverse && (
        <div>
          <Tick label={t.forms.decision.sameSpecialty} is={stated.sameSpecialty} onTick={say("sameSpecialty")} />
          {way?.same_specialty && <p className="text-open text-xs">{t.forms.decision.sameSpecialtyNeeded}</p>}
        </div>
      )}
    </ActForm>
  );
}

/** That nothing is filled in, and what the profiles say of suggested denials. */
function AdverseNote({ suggested: { allowed, said } }: { suggested: Schema["Suggested"] }) {
  const t = useTexts();
  return (
    <div className="border-line bg-raised rounded-md border px-3 py-2 text-xs">
      <p>{allowed === "never" ? t.forms.decision.reserved : t.forms.decision.adverseNote}</p>
      {allowed === "never" && (
        <ul lang="en" className="text-ink-soft mt-1">
          {said.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
