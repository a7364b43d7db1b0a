import { CircleAlert, FileUp, LoaderCircle } from "lucide-react";
import { type ReactNode, useId } from "react";

import { Refusal } from "@/api/client";
import { fieldOf } from "@/features/submit/draft";
import { ChoiceField, Labelled, TextField, useBound } from "@/features/submit/field";
import { useField } from "@/features/submit/form";
import { FILE_KINDS } from "@/features/submit/queries";
import { Rows } from "@/features/submit/rows";
import { sizeSaid, TooLarge } from "@/features/submit/size";
import { type GivenFiles, useFiles } from "@/features/submit/use-files";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** The record: each document written, pasted, or read from a file, whose text can then be compared and mended. */
export function DocumentsPart() {
  const t = useTexts();
  const files = useFiles();
  return (
    <div {...files.target} className={cn("rounded-lg", files.isOver && "ring-accent ring-2")}>
      <Rows list="documents" title={t.submit.parts.documents} first="kind" aside={<Chooser onFiles={files.take} />}>
        {(row, index) => <DocumentFields row={row} isNeeded={index === 0} />}
      </Rows>
      <FileNews files={files} />
    </div>
  );
}

function Chooser({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const t = useTexts();
  const id = useId();
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="text-ink-soft text-xs">{t.submit.files.drop}</span>
      <input
        id={id}
        type="file"
        multiple
        accept={FILE_KINDS}
        className="peer sr-only"
        onChange={({ target }) => {
          onFiles(Array.from(target.files ?? []));
          target.value = "";
        }}
      />
      <label
        htmlFor={id}
        className="border-line-strong bg-surface hover:bg-raised peer-focus-visible:outline-accent inline-flex min-h-8 cursor-pointer items-center gap-1.5 rounded-md border px-3 text-sm font-medium peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2"
      >
        <FileUp aria-hidden className="size-4" />
        {t.submit.files.choose}
      </label>
    </span>
  );
}

function WhyNotTaken({ error }: { error: unknown }) {
  const t = useTexts();
  if (error instanceof Refusal) return <span lang="en">{error.message}</span>;
  if (!(error instanceof TooLarge)) return t.submit.files.unsent;
  return t.submit.files.tooLarge(sizeSaid(error.bytes, t.locale), sizeSaid(error.most, t.locale));
}

/** Which files are being read, and which were refused and why. */
function FileNews({ files }: { files: GivenFiles }) {
  const t = useTexts();
  return (
    <>
      <div role="status" className="text-ink-soft px-4 text-sm">
        {files.reading.map((name, index) => (
          <p key={index} className="flex items-center gap-1.5 py-1">
            <LoaderCircle aria-hidden className="size-4 animate-spin" />
            {t.submit.files.reading(name)}
          </p>
        ))}
      </div>
      <div role="alert">
        {files.refused.map(({ name, error }, index) => (
          <p key={index} className="text-bad bg-bad-tint mt-2 flex items-start gap-1.5 rounded-md px-4 py-2">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span>
              <b className="font-medium">{name}</b>: <WhyNotTaken error={error} />
            </span>
          </p>
        ))}
      </div>
    </>
  );
}

function DocumentFields({ row, isNeeded }: { row: string; isNeeded: boolean }) {
  const t = useTexts();
  const { fields, choices, unknown } = t.submit;
  const at = (name: string) => fieldOf("documents", row, name);
  const isFromFile = useField(at("source")).value !== "";
  const notes = useField(at("notes")).value;
  return (
    <div className="space-y-3">
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-6">
        <ChoiceField field={at("kind")} label={fields.kind} options={choices.kind} none={t.submit.choose} isNeeded />
        <TextField field={at("title")} label={fields.title} className="lg:col-span-2" />
        <TextField field={at("date")} label={fields.date} type="date" />
        <TextField field={at("author")} label={fields.author} />
        <ChoiceField field={at("signed")} label={fields.signed} options={choices.signed} none={unknown} />
      </div>
      <RecordText
        field={at("text")}
        isNeeded={isNeeded}
        hint={isFromFile && <p className="whitespace-pre-line">{`${t.submit.files.compare}\n${notes}`.trim()}</p>}
      />
    </div>
  );
}

function RecordText({ field, isNeeded, hint }: { field: string; isNeeded: boolean; hint: ReactNode }) {
  const t = useTexts();
  const { bound, set } = useBound(field);
  return (
    <Labelled field={field} label={t.submit.fields.text} isNeeded={isNeeded} hint={hint}>
      <textarea
        {...bound}
        rows={8}
        spellCheck={false}
        onChange={(event) => set(event.target.value)}
        className="border-line-strong bg-surface aria-invalid:border-bad block max-h-[60dvh] min-h-32 w-full rounded-md border px-2 py-1.5 font-mono text-xs"
      />
    </Labelled>
  );
}
