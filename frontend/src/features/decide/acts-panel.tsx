"use client";

import { useMutation } from "@tanstack/react-query";
import { type ComponentType, useEffect, useRef, useState } from "react";

import { type Schema, send } from "@/api/client";
import { isIn, UNDER_REVIEW } from "@/api/status";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { ActBar, buttonOf, KEYS } from "@/features/decide/act-bar";
import { useRefresh } from "@/features/decide/act-form";
import { AppealForm } from "@/features/decide/appeal-form";
import { ExtensionForm, PriorityForm } from "@/features/decide/clock-forms";
import { AcceptForm, OverrideForm } from "@/features/decide/decision-forms";
import { type Bound, boundTo, type Doing, stopOf } from "@/features/decide/doing";
import { AttemptForm, NotificationForm } from "@/features/decide/log-forms";
import { type OfferId, offersOf } from "@/features/decide/offers";
import { ClosingForm, EscalateForm, WithdrawalForm } from "@/features/decide/reason-forms";
import { Refused } from "@/features/decide/refused";
import { RequestForm } from "@/features/decide/request-form";
import { BookForm, TalkForm } from "@/features/decide/talk-forms";
import { type Shortcut, useShortcuts } from "@/lib/shortcuts";
import { useTexts } from "@/texts";

const FORMS: Readonly<Record<OfferId, ComponentType<{ doing: Doing }>>> = {
  accept: AcceptForm,
  override: OverrideForm,
  request: RequestForm,
  escalate: EscalateForm,
  book: BookForm,
  talk: TalkForm,
  appeal: AppealForm,
  attempt: AttemptForm,
  notification: NotificationForm,
  extension: ExtensionForm,
  priority: PriorityForm,
  withdrawal: WithdrawalForm,
  closing: ClosingForm,
};

/** Everything that who acts may do to the case: a bar, and the form of the one act that is open. `onKey`: come here. */
export function ActsPanel({
  found,
  revision,
  told,
  person,
  isShown,
  onKey,
}: {
  found: Schema["CaseAnswer"];
  revision: Schema["RevisionAnswer"];
  told: Schema["PermittedAnswer"];
  person: string;
  isShown: boolean;
  onKey: () => void;
}) {
  const t = useTexts();
  const [open, setOpen] = useState<{ id: OfferId; bound: Bound } | null>(null);
  const [done, setDone] = useState("");
  const status = useRef<HTMLParagraphElement>(null);
  const offers = offersOf(told.permitted, told.status);
  const start = (id: OfferId) => {
    setDone("");
    setOpen({ id, bound: boundTo(revision) });
  };
  useActKeys(
    offers.filter(({ why }) => !why).map(({ id }) => id),
    (id) => {
      onKey();
      if (open?.id !== id) start(id);
    },
  );
  useEffect(() => {
    if (done) status.current?.focus();
  }, [done]);
  const cancel = (id: OfferId) => {
    setOpen(null);
    document.getElementById(buttonOf(id))?.focus();
  };
  const Form = open && FORMS[open.id];
  return (
    <Panel title={t.decide.acts} aside={<Take found={found} told={told} person={person} />}>
      {isIn(UNDER_REVIEW, told.status) && <p className="mb-2">{t.decide.underReview}</p>}
      {offers.length > 0 ? (
        <ActBar offers={offers} open={open?.id ?? null} onOpen={start} />
      ) : (
        <p>{t.decide.readsOnly}</p>
      )}
      <p ref={status} role="status" tabIndex={-1} className="text-good mt-2 outline-none empty:hidden">
        {done}
      </p>
      {open && Form && (
        <Form
          key={open.id}
          doing={{
            found,
            revision,
            told,
            bound: open.bound,
            isShown,
            stop: stopOf(
              open.bound,
              told,
              offers.some(({ id, why }) => id === open.id && !why),
            ),
            onLook: () => setOpen({ id: open.id, bound: boundTo(revision) }),
            onDone: (answer) => {
              setOpen(null);
              setDone([t.decide.done(t.decide.act[open.id]), noticeOf(answer)].join(" ").trim());
            },
            onCancel: () => cancel(open.id),
          }}
        />
      )}
    </Panel>
  );

  /** What has to be told by word where an expedited review was refused. */
  function noticeOf(answer: unknown): string {
    const notice = (answer as Partial<Schema["ActAnswer"]>).notice;
    return notice ? t.forms.priority.written(new Date(notice.written_by).toLocaleString(t.locale)) : "";
  }
}

/** The keys of the acts that may be done now. */
function useActKeys(may: readonly OfferId[], onKey: (id: OfferId) => void): void {
  const t = useTexts();
  const does: Readonly<Partial<Record<OfferId, string>>> = t.decide.keys;
  const shortcuts: Record<string, Shortcut> = {};
  for (const id of may) {
    const key = KEYS[id];
    if (key) shortcuts[key] = { does: does[id] ?? t.decide.act[id], act: () => onKey(id) };
  }
  useShortcuts(shortcuts);
}

/** To take the case, where it may be assigned and is somebody else's or nobody's. */
function Take({
  found,
  told,
  person,
}: {
  found: Schema["CaseAnswer"];
  told: Schema["PermittedAnswer"];
  person: string;
}) {
  const t = useTexts();
  const refresh = useRefresh(found.case_id);
  const take = useMutation({
    mutationFn: () =>
      send("/api/cases/{case_id}/assignment", {
        params: { path: { case_id: found.case_id } },
        body: { act: "assign", assignee: person },
      }),
    onSettled: refresh,
  });
  const mayTake = told.permitted.acts.some(({ act, permitted }) => act === "assign" && permitted);
  if (!mayTake || found.assignee === person) return null;
  return (
    <span>
      <Button disabled={take.isPending} onClick={() => take.mutate()}>
        {t.decide.take}
      </Button>
      <Refused error={take.error} />
    </span>
  );
}
