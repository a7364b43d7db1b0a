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
  const { data, error, refetch } = useQuery(caseOf(id));
  if (error && !data) return <Failure error={error} onAgain={() => void refetch()} />;
  if (!data) return <p className="text-ink-soft p-4">{t.loading}</p>;
  return (
    <ChosenProvider key={id}>
      <CaseHead found={data} />
      <CaseBody found={data} />
    </ChosenProvider>
  );
}

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
        {isUnderReview && <LivePanel progress={progress} isLost={isLost} />}
        {found.revision && <DraftPanel revision={found.revision} />}
        {coverage && "failure" in coverage && <p>{coverage.reason}</p>}
        {lines.map((line) => (
          <LineCriteria key={line.line} line={line} passages={passages} />
        ))}
        {found.revision && <ConfidencePanel confidence={found.revision.recommendation.confidence} />}
      </section>
    </div>
  );
}
