"use client";

import { useQuery } from "@tanstack/react-query";
import { memo, useEffect, useMemo, useRef } from "react";

import type { Schema } from "@/api/client";
import { documentOf } from "@/api/queries";
import { Failure } from "@/components/failure";
import { Badge } from "@/components/ui/badge";
import { useChosen } from "@/features/case/chosen";
import type { Passage } from "@/features/case/passages";
import { piecesOf } from "@/features/case/pieces";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** The documents of a case, one below the other, with every passage marked that a criterion rests on. */
export function RecordPane({
  caseId,
  documents,
  passages,
}: {
  caseId: string;
  documents: readonly Schema["DocumentAnswer"][];
  passages: readonly Passage[];
}) {
  const t = useTexts();
  if (documents.length === 0) return <p className="text-ink-soft p-4">{t.review.noDocuments}</p>;
  return (
    <div className="space-y-3 p-3">
      <h2 className="sr-only">{t.review.documents}</h2>
      <nav aria-label={t.review.documents} className="flex flex-wrap gap-1.5">
        {documents.map((document) => (
          <a
            key={document.id}
            href={`#document-${document.id}`}
            className="border-line bg-surface hover:bg-raised rounded-md border px-2 py-1 text-xs"
          >
            {document.title}
          </a>
        ))}
      </nav>
      {documents.map((document) => (
        <RecordDocument
          key={document.id}
          caseId={caseId}
          document={document}
          passages={passages.filter(({ span }) => span.document_id === document.id)}
        />
      ))}
    </div>
  );
}

function RecordDocument({
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
  const about = [document.kind.replaceAll("_", " "), document.date ?? t.review.undated, document.author].filter(
    Boolean,
  );
  return (
    <article
      id={`document-${document.id}`}
      aria-label={document.title}
      className="border-line bg-surface scroll-mt-2 rounded-lg border"
    >
      <header className="border-line bg-raised sticky top-0 flex flex-wrap items-baseline gap-x-3 rounded-t-lg border-b px-4 py-2">
        <h3 className="font-semibold">{document.title}</h3>
        <span className="text-ink-soft text-xs">{about.join(" · ")}</span>
        {document.signed === false && <Badge tone="open">{t.review.unsigned}</Badge>}
        <span className="text-ink-soft ml-auto text-xs">{t.review.passages(passages.length)}</span>
      </header>
      {error ? (
        <Failure error={error} onAgain={() => void refetch()} />
      ) : (
        <p className="px-4 py-3 font-serif text-[0.95rem] leading-7 break-words whitespace-pre-wrap">
          {data ? <MarkedText text={data.text} passages={passages} /> : t.loading}
        </p>
      )}
    </article>
  );
}

const MarkedText = memo(function MarkedText({ text, passages }: { text: string; passages: readonly Passage[] }) {
  const pieces = useMemo(() => piecesOf(text, passages), [text, passages]);
  return pieces.map((piece, index) =>
    piece.passages.length === 0 ? (
      <span key={index}>{piece.text}</span>
    ) : (
      <MarkedPiece key={index} text={piece.text} passages={piece.passages} begins={piece.begins} />
    ),
  );
});

/** Words that are evidence. Choosing them shows the criterion that rests on them. */
function MarkedPiece({
  text,
  passages,
  begins,
}: {
  text: string;
  passages: readonly Passage[];
  begins: readonly Passage[];
}) {
  const { passage: chosen, from, chooseInRecord } = useChosen();
  const element = useRef<HTMLElement>(null);
  const isChosen = passages.some(({ key }) => key === chosen);
  const leads = begins.some(({ key }) => key === chosen);
  useEffect(() => {
    if (leads && from === "review") element.current?.scrollIntoView({ block: "center", behavior: "smooth" });
  }, [leads, from]);
  const choose = () => chooseInRecord(passages.at(-1)!);
  return (
    <mark
      ref={element}
      role="button"
      tabIndex={begins.length > 0 ? 0 : -1}
      aria-pressed={isChosen}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          choose();
        }
      }}
      className={cn("text-ink cursor-pointer rounded-sm", isChosen ? "bg-mark-strong ring-accent ring-1" : "bg-mark")}
    >
      {begins.map(({ key, number }) => (
        <sup key={key} aria-hidden className="text-ink mr-0.5 font-sans text-[0.65rem] font-semibold select-none">
          {number}
        </sup>
      ))}
      {text}
    </mark>
  );
}
