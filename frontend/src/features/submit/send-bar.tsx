import { Send, Trash2 } from "lucide-react";
import { Fragment, useState } from "react";

import { Button } from "@/components/ui/button";
import { type Draft, isEmpty, missingIn } from "@/features/submit/draft";
import { FieldLink } from "@/features/submit/summary";
import { useTexts } from "@/texts";

/**
 * What is still missing, and the way to send. An incomplete request may be sent, since its clock runs from receipt; but
 * not by accident, so that takes a second press.
 */
export function SendBar({
  draft,
  isKept,
  isSending,
  isFilling,
  onSend,
  onDiscard,
}: {
  draft: Draft;
  isKept: boolean;
  isSending: boolean;
  /** Whether a sample is on its way into the form: what would be sent is not what will stand there. */
  isFilling: boolean;
  onSend: () => void;
  onDiscard: () => void;
}) {
  const t = useTexts();
  const [isAsked, setAsked] = useState(false);
  const missing = missingIn(draft);
  const nothing = isEmpty(draft);
  const send = () => {
    if (nothing || (missing.length > 0 && !isAsked)) setAsked(true);
    else onSend();
  };
  return (
    <footer className="border-line bg-surface border-t">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
        <div role="status" className="min-w-0 flex-1 text-xs">
          {isAsked && missing.length > 0 ? (
            <p className="text-open">
              {nothing ? t.submit.nothing : t.submit.missing}{" "}
              {missing.map((field, index) => (
                <Fragment key={field}>
                  {index > 0 && ", "}
                  <FieldLink field={field} draft={draft} />
                </Fragment>
              ))}
              . {!nothing && t.submit.pends}
            </p>
          ) : (
            <p className={isKept ? "text-ink-soft" : "text-open"}>{isKept ? t.submit.kept : t.submit.notKept}</p>
          )}
        </div>
        <Button variant="ghost" disabled={nothing || isSending || isFilling} onClick={onDiscard}>
          <Trash2 aria-hidden />
          {t.submit.discard}
        </Button>
        <Button variant="primary" disabled={isSending || isFilling} onClick={send}>
          <Send aria-hidden />
          {isSending
            ? t.submit.sending
            : isAsked && missing.length > 0 && !nothing
              ? t.submit.sendAnyway
              : t.submit.send}
        </Button>
      </div>
    </footer>
  );
}
