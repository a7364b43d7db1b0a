"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { Schema } from "@/api/client";
import { Failure } from "@/components/failure";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { useChosen } from "@/features/case/chosen";
import { useCorrecting } from "@/features/corrections/correcting";
import { correctionsOf } from "@/features/corrections/queries";
import { madeSaid } from "@/features/corrections/said";
import { WhyForm } from "@/features/corrections/why-form";
import { useReading } from "@/features/facts/reading";
import { useTexts } from "@/texts";

/** Every correction so far: what, who, when, why, and what became of it. */
export function MadePanel({ caseId, revision }: { caseId: string; revision: number }) {
  const t = useTexts();
  const { data, error, refetch } = useQuery(correctionsOf(caseId, revision));
  if (error) return <Failure error={error} onAgain={() => void refetch()} />;
  if (!data || data.corrections.length === 0) return null;
  return (
    <Panel title={t.corrections.made}>
      <ol className="divide-line divide-y">
        {data.corrections.map((made) => (
          <li key={made.number} className="py-2 first:pt-0 last:pb-0">
            <MadeCorrection made={made} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function MadeCorrection({ made }: { made: Schema["MadeCorrection"] }) {
  const t = useTexts();
  const { concepts } = useReading();
  const { correction, end, result } = made;
  const { what, quote } = madeSaid(made, t.corrections, concepts);
  const when = (at: string) => new Date(at).toLocaleString(t.locale);
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-2">
        <span className="font-medium">{what}</span>
        <Outcome result={result} isEnded={end !== null} />
      </p>
      {quote && <Words quote={quote} span={"span" in correction ? correction.span : null} />}
      <p className="text-ink-soft text-xs">
        {t.corrections.madeBy(correction.by.name, t.roles[correction.by.role], when(correction.at))}
      </p>
      <p>{correction.why}</p>
      {end && (
        <p>
          <span className="text-ink-soft text-xs">{t.corrections.endedBy(end.by.name, when(end.at))}: </span>
          {end.why}
        </p>
      )}
      {result && !result.applied && !end && <p className="text-open">{result.sentence}</p>}
      {!end && <TakeBack number={made.number} what={what} />}
    </>
  );
}

function Outcome({ result, isEnded }: { result: Schema["CorrectionResult"] | null; isEnded: boolean }) {
  const t = useTexts();
  if (isEnded) return <Badge>{t.corrections.ended}</Badge>;
  if (!result) return null;
  return result.applied ? (
    <Badge tone="good">{t.corrections.applied}</Badge>
  ) : (
    <Badge tone="open">{t.corrections.notApplied}</Badge>
  );
}

function Words({ quote, span }: { quote: string; span: Schema["priorauth__evidence__Span"] | null }) {
  const t = useTexts();
  const { showWords } = useChosen();
  if (!span) return null;
  return (
    <button type="button" onClick={() => showWords([span])} className="hover:bg-raised block rounded-md px-1 text-left">
      <span className="sr-only">{t.facts.showWords}: </span>
      <q className="line-clamp-2 font-serif">{quote}</q>
    </button>
  );
}

function TakeBack({ number, what }: { number: number; what: string }) {
  const t = useTexts();
  const { obstacle, pending, add } = useCorrecting();
  const [isOpen, setOpen] = useState(false);
  if (pending.some((one) => one.kind === "taken_back" && one.correction === number)) {
    return <Badge tone="open">{t.corrections.marked}</Badge>;
  }
  if (obstacle) return null;
  const label = t.corrections.takeBackOf(what);
  if (isOpen) {
    return (
      <WhyForm
        label={label}
        onCollect={(why) => {
          add({ kind: "taken_back", correction: number, what, why });
          setOpen(false);
        }}
        onCancel={() => setOpen(false)}
      />
    );
  }
  return (
    <button
      type="button"
      aria-label={label}
      onClick={() => setOpen(true)}
      className="text-accent min-h-6 text-xs hover:underline"
    >
      {t.corrections.takeBack}
    </button>
  );
}
