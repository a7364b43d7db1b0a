"use client";

import { useState } from "react";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { useCorrecting, useCorrectingHere } from "@/features/corrections/correcting";
import { WhyForm } from "@/features/corrections/why-form";
import { useTexts } from "@/texts";

type Criterion = { line: string; policyId: string; criterion: Schema["CriterionResult"] };

/** What only a person may judge: who may does so here, to anybody else it is said who may. */
export function Judge(judged: Criterion) {
  const correcting = useCorrectingHere();
  return correcting && judged.criterion.reserved && <JudgeReserved {...judged} />;
}

function JudgeReserved({ line, policyId, criterion }: Criterion) {
  const t = useTexts();
  const { obstacle, pending, othersWhoJudge, add } = useCorrecting();
  const [isOpen, setOpen] = useState(false);
  const [met, setMet] = useState<boolean | null>(null);
  if (!criterion.reserved) return null;
  const isOwn = (one: (typeof pending)[number]) =>
    one.kind === "confirmed" && one.line === line && one.policyId === policyId && one.criterionId === criterion.id;
  if (pending.some(isOwn)) return <Badge tone="open">{t.corrections.marked}</Badge>;
  if (obstacle) return null;
  const others = othersWhoJudge(criterion.reserved);
  if (others) {
    const roles = others.map((role) => t.roles[role]).join(", ");
    return <p className="text-ink-soft mt-1 text-xs">{t.corrections.othersJudge(roles)}</p>;
  }
  if (!isOpen) {
    return (
      <button
        type="button"
        aria-label={`${t.corrections.judge}: ${criterion.title ?? criterion.text}`}
        onClick={(event) => {
          event.stopPropagation();
          setOpen(true);
        }}
        className="text-accent mt-1 min-h-6 text-xs hover:underline"
      >
        {t.corrections.judge}
      </button>
    );
  }
  const answers = [
    { value: true, label: t.corrections.judgeMet },
    { value: false, label: t.corrections.judgeNotMet },
  ];
  return (
    <WhyForm
      label={t.corrections.judge}
      canCollect={met !== null}
      onCollect={(why) => {
        if (met === null) return;
        const { id: criterionId, text } = criterion;
        add({ kind: "confirmed", line, policyId, criterionId, text: criterion.title ?? text, met, why });
        setOpen(false);
      }}
      onCancel={() => setOpen(false)}
    >
      <fieldset>
        <legend className="text-ink-soft text-xs">{t.corrections.judgement}</legend>
        <div className="flex gap-4">
          {answers.map(({ value, label }) => (
            <label key={label} className="inline-flex min-h-6 items-center gap-1.5">
              <input type="radio" name="judgment" checked={met === value} onChange={() => setMet(value)} />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
    </WhyForm>
  );
}
