"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import type { Schema } from "@/api/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { TextField } from "@/features/policies/field";
import { BUSINESSES } from "@/features/policies/filters";
import { NeededAnswer } from "@/features/policies/needed-answer";
import { type Asked, requirementOf } from "@/features/policies/queries";
import { useTexts } from "@/texts";

const SETTINGS = [
  "outpatient",
  "asc",
  "office",
  "home",
  "inpatient",
  "emergency",
] as const satisfies readonly Schema["Setting"][];
const EMPTY: Asked = { code: "", state: "", date: "", setting: "", business: "medicare_ffs" };

/** Whether a service needs prior authorization at all: a question, and what each program says. */
export function NeededPanel() {
  const t = useTexts();
  const [form, setForm] = useState(EMPTY);
  const [asked, setAsked] = useState<Asked | null>(null);
  const { data, error } = useQuery(requirementOf(asked));
  const change = (more: Partial<Asked>) => setForm({ ...form, ...more });
  const ask = (event: FormEvent) => {
    event.preventDefault();
    setAsked({ ...form, code: form.code.trim().toUpperCase(), state: form.state.trim().toUpperCase() });
  };
  return (
    <details className="border-line bg-surface mx-4 mb-4 rounded-lg border">
      <summary className="cursor-pointer rounded-lg px-4 py-2">
        <h2 className="inline font-semibold">{t.needed.title}</h2>
      </summary>
      <form onSubmit={ask} className="border-line flex flex-wrap items-center gap-x-4 gap-y-2 border-t px-4 py-3">
        <TextField
          label={t.needed.code}
          value={form.code}
          onText={(code) => change({ code })}
          maxLength={20}
          required
          className="w-24 uppercase"
        />
        <Choice<string>
          label={t.needed.business}
          value={form.business}
          options={BUSINESSES.map((value) => ({ value, label: t.business[value] }))}
          onChoose={(business) => change({ business: business as Asked["business"] })}
        />
        <TextField
          label={t.needed.state}
          value={form.state}
          onText={(state) => change({ state })}
          maxLength={2}
          pattern="[A-Za-z]{2}"
          className="w-12 uppercase"
        />
        <TextField label={t.needed.date} type="date" value={form.date} onText={(date) => change({ date })} />
        <Choice<string>
          label={t.needed.setting}
          value={form.setting}
          options={[
            { value: "", label: t.needed.unsaid },
            ...SETTINGS.map((value) => ({ value, label: t.needed.settings[value] })),
          ]}
          onChoose={(setting) => change({ setting: setting as Asked["setting"] })}
        />
        <Button type="submit" variant="primary">
          {t.needed.ask}
        </Button>
      </form>
      {error && <Failure error={error} />}
      {data && <NeededAnswer answer={data} />}
    </details>
  );
}
