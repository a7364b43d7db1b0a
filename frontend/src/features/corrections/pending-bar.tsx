"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect } from "react";

import { Refusal, type Schema, send } from "@/api/client";
import { caseOf } from "@/api/queries";
import { Button } from "@/components/ui/button";
import { showCaseTab } from "@/features/case/tabs";
import { useCorrecting } from "@/features/corrections/correcting";
import {
  bodyOf,
  forget,
  idOfProblem,
  keepFor,
  leaveOut,
  type Pending,
  useCollected,
} from "@/features/corrections/pending";
import { pendingSaid } from "@/features/corrections/said";
import { useReading } from "@/features/facts/reading";
import { placeOf } from "@/features/facts/statements";
import { useTexts } from "@/texts";
import { WhyFailed } from "@/components/why-failed";

/** What is collected and not sent, and the sending of it, bound to the revision on the screen. */
export function PendingBar({ found, revision }: { found: Schema["CaseAnswer"]; revision: Schema["RevisionAnswer"] }) {
  const t = useTexts();
  const { obstacle } = useCorrecting();
  const { facts } = useReading();
  const collected = useCollected(found.case_id);
  const { corrections } = collected;
  const sending = useSending(found.case_id, revision.digest);
  useWarning(corrections.length > 0);
  if (corrections.length === 0) return null;
  const isStale = collected.revision !== revision.number;
  const isUnderReview = found.in_review.length > 0;
  const hasGone = corrections.some((one) => one.kind === "misread" && placeOf(one.fact, facts) === null);
  return (
    <section
      aria-labelledby="pending-corrections"
      className="border-line-strong bg-raised max-h-[45%] shrink-0 overflow-auto border-t px-4 py-3"
    >
      <h2 id="pending-corrections" className="font-semibold">
        {t.corrections.pending(corrections.length)}
      </h2>
      <p className="text-ink-soft text-xs">{t.corrections.pendingHint}</p>
      <ul className="divide-line my-2 divide-y">
        {corrections.map((one) => (
          <PendingItem
            key={one.id}
            caseId={found.case_id}
            one={one}
            problems={problemsOf(one, corrections, sending.error)}
          />
        ))}
      </ul>
      <div aria-live="polite" className="space-y-2">
        {isStale && (
          <p className="bg-open-tint text-open rounded-md px-3 py-2">
            {t.corrections.stale(collected.revision, revision.number)}
          </p>
        )}
        {isUnderReview && <p className="text-open">{t.corrections.waiting}</p>}
        {obstacle && <p className="text-open">{obstacle}</p>}
        {sending.error && (
          <p role="alert" className="border-bad bg-bad-tint rounded-md border px-3 py-2">
            <WhyFailed error={sending.error} />
          </p>
        )}
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        {isStale ? (
          <Button onClick={() => keepFor(found.case_id, revision.number)}>{t.corrections.keep(revision.number)}</Button>
        ) : (
          <Button
            variant="primary"
            disabled={sending.isPending || isUnderReview || hasGone || obstacle !== null}
            onClick={() => sending.mutate(bodyOf(corrections, revision.digest, facts))}
          >
            {sending.isPending ? t.corrections.sending : t.corrections.send}
          </Button>
        )}
        <span className="text-ink-soft text-xs">{t.corrections.bound(collected.revision)}</span>
      </div>
    </section>
  );
}

/** Sends what is collected. What is refused stays collected; of a case that moved on, the newest state is read. */
function useSending(caseId: string, digest: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationKey: ["correct", caseId, digest],
    mutationFn: (body: Schema["FactCorrection"]) =>
      send("/api/cases/{case_id}/corrections", { params: { path: { case_id: caseId } }, body }),
    onSuccess: () => {
      forget(caseId);
      showCaseTab("review");
    },
    onSettled: () => queries.invalidateQueries({ queryKey: caseOf(caseId).queryKey }),
  });
}

function problemsOf(one: Pending, all: readonly Pending[], error: unknown): readonly string[] {
  if (!(error instanceof Refusal)) return [];
  return error.problems.filter(({ path }) => idOfProblem(path, all) === one.id).map(({ message }) => message);
}

/** Leaving the page would lose what is collected: the browser asks first. */
function useWarning(isCollected: boolean): void {
  useEffect(() => {
    if (!isCollected) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isCollected]);
}

function PendingItem({ caseId, one, problems }: { caseId: string; one: Pending; problems: readonly string[] }) {
  const t = useTexts();
  const { said, facts } = useReading();
  const { what, quote } = pendingSaid(one, t.corrections, said);
  const isGone = one.kind === "misread" && placeOf(one.fact, facts) === null;
  return (
    <li className="flex items-start gap-2 py-1">
      <div className="min-w-0 flex-1">
        <p className="font-medium">{what}</p>
        {quote && <q className="line-clamp-1 font-serif">{quote}</q>}
        <p className="text-ink-soft text-xs">{one.why}</p>
        {isGone && <p className="text-bad text-xs">{t.corrections.gone}</p>}
        {problems.map((problem) => (
          <p key={problem} className="text-bad text-xs">
            {problem}
          </p>
        ))}
      </div>
      <Button variant="ghost" aria-label={t.corrections.remove(what)} onClick={() => leaveOut(caseId, one.id)}>
        <X aria-hidden />
      </Button>
    </li>
  );
}
