"use client";

import { useQuery } from "@tanstack/react-query";
import { memo } from "react";

import type { Schema } from "@/api/client";
import { documentOf } from "@/api/queries";
import { Failure } from "@/components/failure";
import { Badge } from "@/components/ui/badge";
import type { Passage } from "@/features/criteria/passages";
import { MarkedText } from "@/features/record/marked-text";
import { useTexts } from "@/texts";

/** A document with what is known of it, and its text. */
export const RecordDocument = memo(function RecordDocument({
  caseId,
  document,
  passages,
}: {
  caseId: string;
  document: Schema["DocumentAnswer"];
  passages: readonly Passage[];
}) {
  const t = useTexts();
  const { data, error, refetch } = useQuery(documentOf(caseId, document.id));
  const about = [t.documentKind[document.kind], document.date ?? t.record.undated, document.author].filter(Boolean);
  return (
    <article
      id={`document-${document.id}`}
      aria-label={document.title}
      className="border-line bg-surface scroll-mt-2 rounded-lg border"
    >
      <header className="border-line bg-raised sticky top-0 z-1 flex flex-wrap items-baseline gap-x-3 rounded-t-lg border-b px-4 py-2">
        <h3 className="font-semibold">{document.title}</h3>
        <span className="text-ink-soft text-xs">{about.join(" · ")}</span>
        {document.signed === false && <Badge tone="open">{t.record.unsigned}</Badge>}
        <span className="text-ink-soft ml-auto text-xs">{t.record.passages(passages.length)}</span>
      </header>
      {data ? (
        <MarkedText documentId={document.id} text={data.text} passages={passages} />
      ) : error ? (
        <Failure error={error} onAgain={() => void refetch()} />
      ) : (
        <p className="px-4 py-3">{t.loading}</p>
      )}
    </article>
  );
});
