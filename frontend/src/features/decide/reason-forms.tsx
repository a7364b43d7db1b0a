import type { ReactNode } from "react";

import { type Schema, send } from "@/api/client";
import { ActForm } from "@/features/decide/act-form";
import { PartyField } from "@/features/decide/choices";
import { type Doing, useStated } from "@/features/decide/doing";
import { TextBox } from "@/features/decide/fields";
import { useTexts } from "@/texts";

/** To hand the case to a medical director. */
export function EscalateForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  return (
    <ReasonForm
      doing={doing}
      title={t.decide.act.escalate}
      note={<p>{t.forms.escalate.note}</p>}
      sendTo={(reason) =>
        send("/api/cases/{case_id}/escalation", { params: { path }, body: { act: "escalate", reason } })
      }
    />
  );
}

/** To close a case with which nothing is left to do. */
export function ClosingForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  return (
    <ReasonForm
      doing={doing}
      title={t.decide.act.closing}
      sendTo={(reason) => send("/api/cases/{case_id}/closing", { params: { path }, body: { act: "close", reason } })}
    />
  );
}

/** To record that the request was taken back. */
export function WithdrawalForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  const [stated, say] = useStated<{ by: Schema["Party"] }>({ by: "provider" });
  return (
    <ReasonForm
      doing={doing}
      title={t.decide.act.withdrawal}
      sendTo={(reason) =>
        send("/api/cases/{case_id}/withdrawal", { params: { path }, body: { act: "withdraw", by: stated.by, reason } })
      }
    >
      <PartyField label={t.forms.withdrawal.by} path="/by" value={stated.by} onPick={say("by")} />
    </ReasonForm>
  );
}

function ReasonForm({
  doing,
  title,
  note,
  sendTo,
  children,
}: {
  doing: Doing;
  title: string;
  note?: ReactNode;
  sendTo: (reason: string) => Promise<unknown>;
  children?: ReactNode;
}) {
  const t = useTexts();
  const [stated, say] = useStated({ reason: "" });
  return (
    <ActForm doing={doing} title={title} note={note} body={() => stated.reason} sendTo={sendTo}>
      {children}
      <TextBox label={t.forms.reason} path="/reason" required value={stated.reason} onSay={say("reason")} />
    </ActForm>
  );
}
