"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { Refusal, type Schema } from "@/api/client";
import { health } from "@/api/queries";
import { Button } from "@/components/ui/button";
import { AcceptedPanel, caseAddress } from "@/features/submit/accepted";
import { DocumentsPart } from "@/features/submit/documents-part";
import { type Draft, isEmpty } from "@/features/submit/draft";
import { FormProvider } from "@/features/submit/form";
import { forget, keep, newKey, useKept } from "@/features/submit/kept";
import { DiagnosesPart, MemberPart, ProvidersPart, RequestPart, ServicesPart } from "@/features/submit/parts";
import { sampleOf, submit } from "@/features/submit/queries";
import { Samples } from "@/features/submit/samples";
import { SendBar } from "@/features/submit/send-bar";
import { draftOf, type Placed, placed, submissionOf } from "@/features/submit/submission";
import { sizeSaid, TooLarge } from "@/features/submit/size";
import { Summary } from "@/features/submit/summary";
import { useTexts } from "@/texts";
import type { Texts } from "@/texts/en";

type Refused = { sentence: string; isOfService?: boolean; problems: readonly Placed[]; canBeNew?: boolean };

/** A new case: written down, kept across a reload, accepted at once, and then followed on its own page. */
export function SubmitScreen() {
  const t = useTexts();
  const router = useRouter();
  const { draft, isKept } = useKept();
  const { data: known } = useQuery(health);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [accepted, setAccepted] = useState<Schema["Accepted"] | null>(null);
  const [before, setBefore] = useState<Draft | null>(null);
  const summary = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => summary.current?.focus(), [refused]);

  const sending = useMutation({
    mutationFn: (one: Draft) => submit(submissionOf(one), one.key, known?.max_body_bytes),
    onMutate: () => setRefused(null),
    onSuccess: (answer) => {
      forget();
      setBefore(null);
      if (answer.probable_duplicates.length > 0) setAccepted(answer);
      else router.push(caseAddress(answer.case_id));
    },
    onError: (error, one) => setRefused(told(error, one, t)),
  });
  const mended = useCallback(
    (field: string) =>
      setRefused((old) => old && { ...old, problems: old.problems.filter((one) => one.field !== field) }),
    [],
  );
  const replace = (next: Draft | null) => {
    setBefore(isEmpty(draft) ? null : draft);
    setRefused(null);
    if (next) keep(() => next);
    else forget();
  };
  const choosing = useMutation({
    mutationFn: sampleOf,
    // One after the other, so that the last one chosen stays.
    scope: { id: "sample" },
    onSuccess: (body) => replace(draftOf(body, newKey())),
  });
  const send = () => {
    const unfinished = unfinishedDays(form.current, t.submit.unfinishedDay);
    if (unfinished.length > 0) setRefused({ sentence: t.submit.notSent, problems: unfinished });
    else sending.mutate(draft);
  };
  const problems = useMemo(() => refused?.problems ?? [], [refused]);

  if (accepted) return <AcceptedPanel accepted={accepted} />;
  return (
    <FormProvider draft={draft} problems={problems} onMended={mended}>
      <form ref={form} noValidate onSubmit={(event) => event.preventDefault()} className="flex min-h-0 flex-1 flex-col">
        <div className="min-h-0 flex-1 overflow-auto" tabIndex={-1}>
          <div className="mx-auto w-full max-w-6xl space-y-4 p-4">
            <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
              <h1 className="text-lg font-semibold">{t.submit.title}</h1>
              <Samples isFailed={choosing.isError} onChoose={choosing.mutate} />
              <div role="status" className="flex items-center gap-2">
                {before && (
                  <>
                    <span className="text-ink-soft text-xs">{t.submit.replaced}</span>
                    <Button
                      onClick={() => {
                        keep(() => before);
                        setBefore(null);
                      }}
                    >
                      {t.submit.bringBack}
                    </Button>
                  </>
                )}
              </div>
            </div>
            {refused && (
              <Summary ref={summary} draft={draft} {...refused}>
                {refused.canBeNew && (
                  <Button className="mt-2" onClick={() => sending.mutate(anew(draft))}>
                    {t.submit.asNew}
                  </Button>
                )}
              </Summary>
            )}
            {/* What is written while a sample is on its way would be lost under it. */}
            <fieldset disabled={choosing.isPending} aria-busy={choosing.isPending} className="space-y-4">
              <MemberPart />
              <ProvidersPart />
              <DiagnosesPart />
              <ServicesPart />
              <DocumentsPart />
              <RequestPart />
            </fieldset>
          </div>
        </div>
        <SendBar
          draft={draft}
          isKept={isKept}
          isSending={sending.isPending}
          isFilling={choosing.isPending}
          onSend={send}
          onDiscard={() => replace(null)}
        />
      </form>
    </FormProvider>
  );
}

/** The draft under another key, and kept so: the same words, meant as another case. */
function anew(draft: Draft): Draft {
  const one = { ...draft, key: newKey() };
  keep(() => one);
  return one;
}

/** The days that were begun and not finished: a browser gives nothing of them, so they would be lost in silence. */
function unfinishedDays(form: HTMLFormElement | null, message: string): readonly Placed[] {
  const days = Array.from(form?.querySelectorAll<HTMLInputElement>("input[type=date]") ?? []);
  return days.filter(({ validity }) => validity.badInput).map(({ id }) => ({ field: id, path: id, message }));
}

function told(error: unknown, draft: Draft, { submit: said, locale }: Texts): Refused {
  if (error instanceof TooLarge) {
    return { sentence: said.tooLarge(sizeSaid(error.bytes, locale), sizeSaid(error.most, locale)), problems: [] };
  }
  if (!(error instanceof Refusal)) return { sentence: said.unsent, problems: [] };
  return {
    sentence: error.message,
    isOfService: true,
    problems: placed(error.problems, submissionOf(draft)),
    canBeNew: error.code === "idempotency_conflict",
  };
}
