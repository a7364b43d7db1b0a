"use client";

import { Plus } from "lucide-react";
import { useRef, useState } from "react";

import type { Schema } from "@/api/client";
import { Button } from "@/components/ui/button";
import { useChosen } from "@/features/case/chosen";
import type { Passage } from "@/features/criteria/passages";
import { blankNote, MOST_NOTES, type Note } from "@/features/policies/bench/draft";
import { NoteEditor } from "@/features/policies/bench/note-editor";
import { LitWords } from "@/features/record/lit-words";
import { MarkedText } from "@/features/record/marked-text";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** The notes, to write, or as they were read with every passage marked that a criterion rests on. */
export function NotesPane({
  notes,
  day,
  documents,
  passages,
  onNotes,
}: {
  notes: readonly Note[];
  day: string;
  documents: readonly Schema["Document"][];
  passages: readonly Passage[];
  onNotes: (notes: readonly Note[]) => void;
}) {
  const t = useTexts();
  const { passage, words, unchoose } = useChosen();
  const pane = useRef<HTMLDivElement>(null);
  const [wantsMarks, setWantsMarks] = useState(false);
  const isMarked = documents.length > 0 && (wantsMarks || passage !== null || words.length > 0);
  const show = (marks: boolean) => {
    setWantsMarks(marks);
    unchoose();
  };
  return (
    <div ref={pane} className="space-y-3 p-3">
      {isMarked && <LitWords pane={pane} />}
      <div role="group" aria-label={t.bench.mode} className="flex gap-1">
        <Mode isOn={!isMarked} onChoose={() => show(false)} words={t.bench.write} />
        <Mode isOn={isMarked} onChoose={() => show(true)} words={t.bench.marked} isOff={documents.length === 0} />
      </div>
      {isMarked
        ? documents.map((document, index) => (
            <article
              key={document.id}
              aria-label={t.bench.note(index + 1)}
              className="border-line bg-surface rounded-lg border"
            >
              <h2 className="border-line bg-raised rounded-t-lg border-b px-4 py-2 font-semibold">
                {t.bench.note(index + 1)}
                <span className="text-ink-soft text-xs font-normal">
                  {" "}
                  {t.documentKind[document.kind]} · {document.date ?? t.record.undated}
                </span>
              </h2>
              <MarkedText
                documentId={document.id}
                text={document.text}
                passages={passages.filter(({ span }) => span.document_id === document.id)}
              />
            </article>
          ))
        : notes.map((note, index) => (
            <NoteEditor
              key={index}
              number={index + 1}
              note={note}
              onNote={(changed) => onNotes(notes.with(index, changed))}
              onRemove={notes.length > 1 ? () => onNotes(notes.toSpliced(index, 1)) : undefined}
            />
          ))}
      {!isMarked && notes.length < MOST_NOTES && (
        <Button onClick={() => onNotes([...notes, blankNote(day)])}>
          <Plus aria-hidden />
          {t.bench.add}
        </Button>
      )}
    </div>
  );
}

function Mode({
  isOn,
  onChoose,
  words,
  isOff = false,
}: {
  isOn: boolean;
  onChoose: () => void;
  words: string;
  isOff?: boolean;
}) {
  return (
    <Button
      variant="ghost"
      aria-pressed={isOn}
      disabled={isOff}
      onClick={onChoose}
      className={cn(isOn && "bg-accent-tint text-accent")}
    >
      {words}
    </Button>
  );
}
