import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, CircleHelp } from "lucide-react";
import { useState } from "react";

import type { Schema } from "@/api/client";
import { Combobox } from "@/features/submit/combobox";
import { Labelled } from "@/features/submit/field";
import { useField } from "@/features/submit/form";
import { codes } from "@/features/submit/queries";
import { verdictOn } from "@/features/submit/verdicts";
import { useSettled } from "@/lib/settled";
import { useTexts } from "@/texts";

const TYPING_MS = 120;

type Kind = Schema["CodeKind"];

/** A code, found by its beginning or by words, and what the tables here say of the one that stands there. */
export function CodeField({
  field,
  label,
  kind,
  date = null,
  isNeeded,
}: {
  field: string;
  label: string;
  kind: Kind;
  date?: string | null;
  isNeeded?: boolean | undefined;
}) {
  const t = useTexts();
  const typed = useField(field).value.trim();
  const wanted = useSettled(typed, TYPING_MS);
  const [isOpen, setOpen] = useState(false);
  const { data, isError, isFetching } = useQuery(codes(kind, wanted, date));
  const found = wanted ? data : undefined;
  const told = isError ? t.submit.code.unavailable : found ? t.submit.code.found(found.codes.length, found.total) : "";
  const options = (found?.codes ?? []).map((hit) => ({ value: hit.code, shown: <Hit hit={hit} kind={kind} /> }));
  const isSettled = !isOpen && !isFetching && wanted === typed && typed !== "";
  return (
    <Labelled
      field={field}
      label={label}
      isNeeded={isNeeded}
      hint={isSettled && <Verdict kind={kind} typed={typed} found={data} isError={isError} />}
    >
      <Combobox field={field} options={options} told={told} onOpen={setOpen} />
    </Labelled>
  );
}

function Hit({ hit, kind }: { hit: Schema["CodeHit"]; kind: Kind }) {
  const t = useTexts();
  return (
    <>
      <span className="font-mono font-medium">{hit.code}</span> {hit.description}
      <span className="text-ink-soft block text-xs">
        {kind === "service" ? hit.named_by.join(", ") : hit.billable === false && t.submit.code.needsMore}
      </span>
    </>
  );
}

const LOOK = {
  good: { icon: CircleCheck, color: "text-good" },
  open: { icon: CircleHelp, color: "text-open" },
  bad: { icon: CircleAlert, color: "text-bad" },
} as const;

function Verdict({
  kind,
  typed,
  found,
  isError,
}: {
  kind: Kind;
  typed: string;
  found: Schema["CodesFound"] | undefined;
  isError: boolean;
}) {
  const t = useTexts();
  const { standing, hit } = verdictOn(kind, typed, isError ? undefined : found);
  const tone = {
    known: "good",
    needsMore: "bad",
    absent: "bad",
    unlisted: "open",
    malformed: "bad",
    unavailable: "open",
  } as const;
  const { icon: Icon, color } = LOOK[tone[standing]];
  return (
    <p className={`flex items-start gap-1 ${color}`}>
      <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span>
        {hit && <span lang="en">{hit.description}. </span>}
        {t.submit.code.verdicts[kind][standing]}
      </span>
    </p>
  );
}
