import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileSearch } from "lucide-react";
import { type FormEvent, type ReactNode, type RefObject, useEffect, useId, useRef } from "react";

import type { Schema } from "@/api/client";
import { caseOf } from "@/api/queries";
import { Button } from "@/components/ui/button";
import type { Doing } from "@/features/decide/doing";
import { Problems } from "@/features/decide/fields";
import { Newer } from "@/features/decide/newer";
import { Preview } from "@/features/decide/preview";
import { isOutdated, problemsOf } from "@/features/decide/problems";
import { Refused } from "@/features/decide/refused";
import { useTexts } from "@/texts";

/**
 * The form of one act: what is stated, what stops it, the letter before it is sent, and what the service refuses.
 *
 * `body` is made when it is sent or previewed, so that a moment in it is that of the field.
 */
export function ActForm<Body>({
  doing,
  title,
  note,
  body,
  sendTo,
  previewTo,
  sendLabel,
  children,
}: {
  doing: Doing;
  title: string;
  note?: ReactNode;
  body: () => Body;
  sendTo: (body: Body) => Promise<unknown>;
  previewTo?: ((body: Body) => Promise<Schema["LetterPreview"]>) | undefined;
  sendLabel?: string;
  children?: ReactNode;
}) {
  const t = useTexts();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOnce(heading, doing.isShown);
  const refresh = useRefresh(doing.found.case_id);
  const sending = useMutation({
    mutationFn: async () => sendTo(body()),
    onSuccess: (answer) => doing.onDone(answer),
    onSettled: refresh,
  });
  const previewing = useMutation({
    mutationFn: async () => {
      const stated = body();
      return { of: JSON.stringify(stated), letter: await previewTo!(stated) };
    },
    onError: (error) => isOutdated(error) && refresh(),
  });
  const error = sending.error ?? previewing.error;
  const isStopped = doing.stop !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    previewing.reset();
    if (!isStopped) sending.mutate();
  };
  const preview = () => {
    sending.reset();
    if (form.current?.reportValidity()) previewing.mutate();
  };
  return (
    <section aria-labelledby={id} className="border-line mt-3 border-t pt-3">
      <h3 ref={heading} id={id} tabIndex={-1} className="font-semibold outline-none">
        {title}
      </h3>
      <p className="text-ink-soft text-xs">{t.decide.bound(doing.bound.number)}</p>
      <Newer doing={doing} />
      {note && <div className="mt-2">{note}</div>}
      <Problems value={problemsOf(error)}>
        <form ref={form} onSubmit={submit} className="mt-3 space-y-3">
          {children}
          <Refused error={error} />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" disabled={isStopped || sending.isPending}>
              {sending.isPending ? t.decide.sending : (sendLabel ?? t.decide.send)}
            </Button>
            {previewTo && (
              <Button onClick={preview} disabled={isStopped || previewing.isPending}>
                <FileSearch aria-hidden />
                {previewing.isPending ? t.decide.previewing : t.decide.preview}
              </Button>
            )}
            <Button variant="ghost" onClick={doing.onCancel}>
              {t.decide.cancel}
            </Button>
          </div>
        </form>
      </Problems>
      {previewing.data && (
        <Preview
          letter={previewing.data.letter}
          isOld={previewing.data.of !== stated(body)}
          onClose={() => previewing.reset()}
        />
      )}
    </section>
  );
}

/** Moves the focus to what opened, once it is on the screen. */
function useFocusOnce(place: RefObject<HTMLElement | null>, isShown: boolean): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (!isShown || isDone.current) return;
    isDone.current = true;
    place.current?.focus();
  }, [place, isShown]);
}

/** What the form states now, to compare; null while a moment in it is no moment. */
function stated(body: () => unknown): string | null {
  try {
    return JSON.stringify(body());
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Has everything read anew that an act on the case changes. */
export function useRefresh(caseId: string): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    const keys = [caseOf(caseId).queryKey, ["permitted", caseId], ["queue"]];
    await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
}
