import { X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import { type Form, type IssuedDocument } from "@/features/decide/documents";
import { Downloads } from "@/features/decide/downloads";
import { useTexts } from "@/texts";

/** What a browser shows in a frame; the other forms are to save. */
const SHOWN: readonly Form[] = ["pdf", "html"];

/**
 * A document to read over the page. Esc closes it, and the focus goes back to where it was.
 *
 * The browser's own modal dialog: it writes no style into the page, which the content security policy would refuse.
 */
export function Reader({ document, onClose }: { document: IssuedDocument; onClose: () => void }) {
  const t = useTexts();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      role="dialog"
      aria-labelledby={id}
      onClose={onClose}
      className="border-line bg-surface text-ink m-auto h-[calc(100dvh-2rem)] max-h-none w-[calc(100vw-2rem)] max-w-5xl flex-col rounded-lg border p-0 shadow-xl backdrop:bg-black/50 open:flex"
    >
      <Sheet document={document} titleId={id} close={t.decided.close} onClose={() => dialog.current?.close()} />
    </dialog>
  );
}

function Sheet({
  document,
  titleId,
  close,
  onClose,
}: {
  document: IssuedDocument;
  titleId: string;
  close: string;
  onClose: () => void;
}) {
  const t = useTexts();
  const shown = document.forms.filter(({ form }) => SHOWN.includes(form));
  const [form, setForm] = useState<Form>(shown[0]?.form ?? "pdf");
  const chosen = shown.find((one) => one.form === form);
  return (
    <>
      <div className="border-line flex flex-wrap items-center gap-3 border-b px-4 py-2">
        <h2 id={titleId} className="font-semibold">
          {document.title}
        </h2>
        {shown.length > 1 &&
          shown.map((one) => (
            <Button
              key={one.form}
              aria-pressed={one.form === form}
              onClick={() => setForm(one.form)}
              className="aria-pressed:bg-accent-tint"
            >
              {one.form === "pdf" ? t.decided.asPdf : t.decided.asPage}
            </Button>
          ))}
        <span className="ml-auto flex items-center gap-3">
          <Downloads document={document} />
          <Button variant="ghost" className="px-2" aria-label={close} onClick={onClose}>
            <X aria-hidden />
          </Button>
        </span>
        {chosen?.digest && (
          <p className="text-ink-soft w-full text-xs break-all">
            {t.decided.digest}: {chosen.digest}
          </p>
        )}
      </div>
      {chosen && (
        <iframe
          key={chosen.href}
          title={t.decided.frame(document.title)}
          src={chosen.href}
          className="min-h-0 w-full flex-1 rounded-b-lg bg-white"
        />
      )}
    </>
  );
}
