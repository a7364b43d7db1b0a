"use client";

import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import { useTexts } from "@/texts";

/** Why something is corrected, with what else has to be said. Escape leaves it, Control and Enter collects it. */
export function WhyForm({
  label,
  children,
  canCollect = true,
  takesFocus = true,
  onCollect,
  onCancel,
}: {
  label: string;
  children?: ReactNode;
  canCollect?: boolean;
  takesFocus?: boolean;
  onCollect: (why: string) => void;
  onCancel: () => void;
}) {
  const t = useTexts();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [why, setWhy] = useState("");
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canCollect && why.trim()) onCollect(why.trim());
  };
  const listen = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.stopPropagation();
      onCancel();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
  };
  return (
    <form
      aria-label={label}
      onSubmit={submit}
      onKeyDown={listen}
      onClick={(event) => event.stopPropagation()}
      className="border-line bg-raised mt-2 space-y-2 rounded-md border p-3"
    >
      {children}
      <div>
        <label htmlFor={id} className="text-ink-soft block text-xs">
          {t.corrections.why}
        </label>
        <textarea
          ref={field}
          id={id}
          aria-describedby={`${id}-hint`}
          rows={2}
          maxLength={4000}
          required
          value={why}
          onChange={(event) => setWhy(event.target.value)}
          className="border-line-strong bg-surface block w-full rounded-md border px-2 py-1.5"
        />
        <p id={`${id}-hint`} className="text-ink-soft mt-0.5 text-xs">
          {t.corrections.whyHint}
        </p>
      </div>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={!canCollect || !why.trim()}>
          {t.corrections.collect}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          {t.corrections.cancel}
        </Button>
      </div>
    </form>
  );
}
