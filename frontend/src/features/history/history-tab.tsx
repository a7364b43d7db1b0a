"use client";

import { useQuery } from "@tanstack/react-query";

import { auditOf } from "@/api/audit";
import type { Schema } from "@/api/client";
import { Failure } from "@/components/failure";
import { DocumentsPanel } from "@/features/decide/documents-panel";
import { ChainPanel } from "@/features/history/chain";
import { ComparePanel } from "@/features/history/compare";
import { Timeline } from "@/features/history/timeline";
import { VersionsPanel } from "@/features/history/versions";
import { useTexts } from "@/texts";

/** What happened to the case and whether its record is whole, its revisions, and every document that came of it. */
export function HistoryTab({ found }: { found: Schema["CaseAnswer"] }) {
  const t = useTexts();
  const { data, error, refetch, isFetching, dataUpdatedAt } = useQuery(auditOf(found));
  const documents = found.revision && <DocumentsPanel found={found} />;
  if (error) {
    return (
      <>
        <Failure error={error} onAgain={() => void refetch()} />
        {documents}
      </>
    );
  }
  if (!data) return <p className="text-ink-soft">{t.loading}</p>;
  return (
    <>
      <ChainPanel audit={data} checkedAt={dataUpdatedAt} isChecking={isFetching} onCheck={() => void refetch()} />
      <Timeline found={found} audit={data} />
      <ComparePanel found={found} revisions={data.revisions} />
      {documents}
      <VersionsPanel revisions={data.revisions} />
    </>
  );
}
