"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";

import type { Schema } from "@/api/client";
import { caseOf } from "@/api/queries";
import { Failure } from "@/components/failure";
import { ChosenProvider } from "@/features/case/chosen";
import { ConfidencePanel } from "@/features/case/confidence";
import { LineCriteria } from "@/features/case/criteria";
import { DecidePanel } from "@/features/case/decide";
import { DecidedPanel, DocumentsPanel } from "@/features/case/decided";
import { DraftPanel } from "@/features/case/draft";
import { CaseHead } from "@/features/case/head";
import { LivePanel } from "@/features/case/live";
import { passagesOf } from "@/features/case/passages";
import { RecordPane } from "@/features/case/record";
import { useCaseKeys } from "@/features/case/use-case-keys";
import { useProgress } from "@/features/case/use-progress";
import { useTexts } from "@/texts";

/** One case: left its record, right what was found in it. */
export function CaseScreen() {
  const t = useTexts();
  const id = useSearchParams().get("id") ?? "";
  const { data, error, refetch } = useQuery({
    ...caseOf(id),
    refetchInterval: ({ state }) => (state.data && areDocumentsDue(state.data) ? DOCUMENTS_MS : false),
  });
  if (error && !data) return <Failure error={error} onAgain={() => void refetch()} />;
  if (!data) return <p className="text-ink-soft p-4">{t.loading}</p>;
  return (
    <ChosenProvider key={id}>
      <CaseHead found={data} />
      <CaseBody found={data} />
    </ChosenProvider>
  );
}

const DOCUMENTS_MS = 1_000;

/** Whether a determination was made whose documents are still being written. */
function areDocumentsDue(found: Schema["CaseAnswer"]): boolean {
  return found.status === "determined" && found.issued.length === 0;
}

/** A person's turn: the service decides anew, of each act, whether it may be done. */
const WAITING: readonly Schema["CaseStatus"][] = [
  "recommended",
  "information_requested",
  "escalated",
  "peer_to_peer_scheduled",
  "peer_to_peer_held",
  "appealed",
];
const UNDER_REVIEW: readonly Schema["CaseStatus"][] = ["received", "in_review"];

function CaseBody({ found }: { found: Schema["CaseAnswer"] }) {
  const t = useTexts();
  const isUnderReview = UNDER_REVIEW.includes(found.status) || found.in_review.length > 0;
  const { progress, isLost } = useProgress(found.case_id, isUnderReview);
  const coverage = found.revision?.coverage;
  const documents = found.case.documents;
  const lines = useMemo(() => (coverage && "lines" in coverage ? coverage.lines : []), [coverage]);
  const passages = useMemo(
    () =>
      passagesOf(
        lines,
        documents.map(({ id }) => id),
      ),
    [lines, documents],
  );
  useCaseKeys(lines, passages);
  return (
    <div className="grid min-h-0 flex-1 lg:grid-cols-2">
      <section
        aria-label={t.review.documents}
        tabIndex={0}
        className="border-line relative lg:min-h-0 lg:overflow-auto lg:border-r"
      >
        <RecordPane caseId={found.case_id} documents={documents} passages={passages.all} />
      </section>
      <section aria-label={t.review.title} tabIndex={0} className="relative space-y-3 p-3 lg:min-h-0 lg:overflow-auto">
        <DecidedPanel found={found} />
        {isUnderReview && <LivePanel progress={progress} isLost={isLost} />}
        {found.revision && <DraftPanel revision={found.revision} />}
        {found.revision && WAITING.includes(found.status) && <DecidePanel found={found} revision={found.revision} />}
        {coverage && "failure" in coverage && <p>{coverage.reason}</p>}
        {lines.map((line) => (
          <LineCriteria key={line.line} line={line} passages={passages} />
        ))}
        {found.revision && <DocumentsPanel found={found} />}
        {found.revision && <ConfidencePanel confidence={found.revision.recommendation.confidence} />}
      </section>
    </div>
  );
}
