"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useMemo } from "react";

import type { Schema } from "@/api/client";
import { caseOf } from "@/api/queries";
import { isIn, UNDER_REVIEW } from "@/api/status";
import { Failure } from "@/components/failure";
import { PlaceLink } from "@/components/place-link";
import { ChosenProvider } from "@/features/case/chosen";
import { CaseHead } from "@/features/case/head";
import { ChecksTab, DecideTab, FactsTab, HistoryTab, useLaterTabs } from "@/features/case/later-tabs";
import { ReviewTab } from "@/features/case/review-tab";
import { CaseTabs, showCaseTab, useCaseTab } from "@/features/case/tabs";
import { useCaseKeys } from "@/features/case/use-case-keys";
import { ChangedPanel } from "@/features/corrections/changed-panel";
import { CorrectingProvider } from "@/features/corrections/correcting";
import { PendingBar } from "@/features/corrections/pending-bar";
import { passagesOf } from "@/features/criteria/passages";
import { DecidedPanel } from "@/features/decide/decided";
import { ReadingProvider } from "@/features/facts/reading";
import { FailedAgents } from "@/features/live/failed-agents";
import { LivePanel } from "@/features/live/live";
import { useProgress } from "@/features/live/use-progress";
import { RecordPane } from "@/features/record/record";
import { useTexts } from "@/texts";

/** One case: left its record, right what was found in it. */
export function CaseScreen() {
  const t = useTexts();
  const id = useSearchParams().get("id") ?? "";
  const { data, error, refetch } = useQuery({
    ...caseOf(id),
    enabled: id !== "",
    refetchInterval: ({ state }) => (state.data && areDocumentsDue(state.data) ? DOCUMENTS_MS : false),
  });
  if (!id) return <NoCase said={<p>{t.review.unnamed}</p>} />;
  if (error && !data) return <NoCase said={<Failure error={error} onAgain={() => void refetch()} />} />;
  if (!data) return <p className="text-ink-soft p-4">{t.loading}</p>;
  return (
    <ChosenProvider key={id} onTab={showCaseTab}>
      <CaseHead found={data} />
      <ReadingProvider found={data} waiting={<p className="text-ink-soft p-4">{t.loading}</p>}>
        <CorrectingProvider found={data}>
          <CaseBody found={data} />
        </CorrectingProvider>
      </ReadingProvider>
    </ChosenProvider>
  );
}

/** Why there is no case to see, and the way to one. */
function NoCase({ said }: { said: ReactNode }) {
  const t = useTexts();
  return (
    <div className="space-y-2 p-4">
      {said}
      <PlaceLink href="/" className="text-accent hover:underline">
        {t.review.back}
      </PlaceLink>
    </div>
  );
}

const DOCUMENTS_MS = 1_000;

/** Whether a determination was made whose documents are still being written. */
function areDocumentsDue(found: Schema["CaseAnswer"]): boolean {
  return found.status === "determined" && found.issued.length === 0;
}

function CaseBody({ found }: { found: Schema["CaseAnswer"] }) {
  const t = useTexts();
  const isUnderReview = isIn(UNDER_REVIEW, found.status) || found.in_review.length > 0;
  const { progress, isLost } = useProgress(found.case_id, isUnderReview);
  const { revision } = found;
  const documents = found.case.documents;
  const lines = useMemo(() => linesOf(revision), [revision]);
  const passages = useMemo(
    () =>
      passagesOf(
        lines,
        documents.map(({ id }) => id),
      ),
    [lines, documents],
  );
  useCaseKeys(lines, passages);
  useLaterTabs();
  const [tab, choose] = useCaseTab();
  return (
    <div className="panes:max-lg:grid-rows-[minmax(0,2fr)_minmax(0,3fr)] grid min-h-0 flex-1 lg:grid-cols-2">
      <RecordPane caseId={found.case_id} documents={documents} lines={lines} passages={passages} />
      <section aria-label={t.review.title} className="flex min-h-0 flex-col">
        <CaseTabs
          parts={{
            review: (
              <>
                <DecidedPanel found={found} />
                {isUnderReview && <LivePanel progress={progress} isLost={isLost} />}
                {revision && <FailedAgents found={found} failed={revision.recommendation.not_evaluated} />}
                {revision && <ChangedPanel found={found} revision={revision} />}
                {revision && <ReviewTab revision={revision} lines={lines} passages={passages} />}
              </>
            ),
            facts: revision && <FactsTab found={found} revision={revision} />,
            checks: revision && <ChecksTab revision={revision} />,
            decide: revision && (
              <DecideTab found={found} revision={revision} isShown={tab === "decide"} onKey={() => choose("decide")} />
            ),
            history: <HistoryTab found={found} />,
          }}
        />
        {revision && <PendingBar found={found} revision={revision} />}
      </section>
    </div>
  );
}

function linesOf(revision: Schema["RevisionAnswer"] | null): readonly Schema["LineAssessment"][] {
  return revision && "lines" in revision.coverage ? revision.coverage.lines : [];
}
