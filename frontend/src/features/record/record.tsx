"use client";

import { type KeyboardEvent, useMemo, useRef } from "react";

import type { Schema } from "@/api/client";
import { criteriaOf, criterionKey, type Passage, type Passages } from "@/features/criteria/passages";
import { selectByKey } from "@/features/record/keyboard-selection";
import { LitWords } from "@/features/record/lit-words";
import { RecordDocument } from "@/features/record/record-document";
import { SelectionBar } from "@/features/record/selection-bar";
import { useSelectedWords } from "@/features/record/use-selected-words";
import { useTexts } from "@/texts";

/** The documents of a case, one below the other: passages are marked, and selected words say what rests on them. */
export function RecordPane({
  caseId,
  documents,
  lines,
  passages,
}: {
  caseId: string;
  documents: readonly Schema["DocumentAnswer"][];
  lines: readonly Schema["LineAssessment"][];
  passages: Passages;
}) {
  const t = useTexts();
  const pane = useRef<HTMLElement>(null);
  const bar = useRef<HTMLElement>(null);
  const { span, clear } = useSelectedWords(caseId);
  const byDocument = useMemo(() => passagesByDocument(passages.all), [passages]);
  const labels = useMemo(() => labelsOf(lines), [lines]);
  const listen = (event: KeyboardEvent<HTMLElement>) => {
    if (bar.current?.contains(event.target as Node)) return;
    if (event.key === "Escape" && span) clear();
    else if (event.key === "Enter" && span) {
      event.preventDefault();
      bar.current?.querySelector("button")?.focus();
    } else selectByKey(event);
  };
  return (
    <section
      ref={pane}
      aria-label={t.record.documents}
      tabIndex={0}
      onKeyDown={listen}
      className="border-line panes:min-h-0 panes:overflow-auto relative max-lg:border-b lg:border-r"
    >
      {documents.length === 0 && <p className="text-ink-soft p-4">{t.record.noDocuments}</p>}
      {documents.length > 0 && (
        <div className="space-y-3 p-3">
          <h2 className="sr-only">{t.record.documents}</h2>
          <nav aria-label={t.record.documents} className="flex flex-wrap gap-1.5">
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
              passages={byDocument.get(document.id) ?? NONE}
            />
          ))}
        </div>
      )}
      <LitWords pane={pane} />
      {span && <SelectionBar span={span} passages={passages} labels={labels} bar={bar} onClear={clear} />}
    </section>
  );
}

const NONE: readonly Passage[] = [];

function passagesByDocument(passages: readonly Passage[]): ReadonlyMap<string, readonly Passage[]> {
  const byDocument = new Map<string, Passage[]>();
  for (const passage of passages) {
    const own = byDocument.get(passage.span.document_id);
    if (own) own.push(passage);
    else byDocument.set(passage.span.document_id, [passage]);
  }
  return byDocument;
}

/** What each criterion is called, by its key. */
function labelsOf(lines: readonly Schema["LineAssessment"][]): ReadonlyMap<string, string> {
  return new Map(
    lines.flatMap((line) => criteriaOf(line).map((one) => [criterionKey(line.line, one), one.title ?? one.text])),
  );
}
