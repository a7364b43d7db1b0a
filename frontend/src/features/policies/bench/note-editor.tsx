import { Trash2 } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { DOCUMENT_KINDS, type Note } from "@/features/policies/bench/draft";
import { TextField } from "@/features/policies/field";
import { useTexts } from "@/texts";

const LONGEST = 1_000_000;
const SIGNED = [
  ["yes", true],
  ["no", false],
  ["unsaid", null],
] as const;

/** One note to write: what kind of document it is, of which day, and its text. The browser checks no spelling of it. */
export function NoteEditor({
  number,
  note,
  onNote,
  onRemove,
}: {
  number: number;
  note: Note;
  onNote: (note: Note) => void;
  onRemove?: (() => void) | undefined;
}) {
  const t = useTexts();
  return (
    <section aria-label={t.bench.note(number)} className="border-line bg-surface rounded-lg border">
      <div className="border-line bg-raised flex flex-wrap items-center gap-x-4 gap-y-2 rounded-t-lg border-b px-3 py-2">
        <h2 className="font-semibold">{t.bench.note(number)}</h2>
        <Choice
          label={t.bench.kind}
          value={note.kind}
          options={DOCUMENT_KINDS.map((value) => ({ value, label: t.documentKind[value] }))}
          onChoose={(kind) => onNote({ ...note, kind })}
        />
        <TextField label={t.bench.dated} type="date" value={note.date} onText={(date) => onNote({ ...note, date })} />
        <Choice
          label={t.bench.signed}
          value={SIGNED.find(([, signed]) => signed === note.signed)![0]}
          options={SIGNED.map(([value]) => ({ value, label: t.bench.signedAs[value] }))}
          onChoose={(chosen) => onNote({ ...note, signed: SIGNED.find(([value]) => value === chosen)![1] })}
        />
        {onRemove && (
          <Button variant="ghost" aria-label={t.bench.remove(number)} onClick={onRemove} className="ml-auto px-2">
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      <textarea
        aria-label={t.bench.text(number)}
        placeholder={t.bench.placeholder}
        value={note.text}
        onChange={(event) => onNote({ ...note, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
        maxLength={LONGEST}
        spellCheck={false}
        autoComplete="off"
        className="placeholder:text-ink-soft block field-sizing-content min-h-48 w-full resize-y rounded-b-lg px-4 py-3 font-serif text-[0.95rem] leading-7"
      />
    </section>
  );
}
