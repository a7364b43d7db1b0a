"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";

import { Button } from "@/components/ui/button";

/**
 * What lies above the page until it is closed. Draw it to open it; `onClose` is told of Esc, the cross and a click beside.
 *
 * It is the browser's own dialog: the focus stays in it and goes back by itself, and it brings no style of its own, which
 * the page's security policy would refuse.
 */
export function Dialog({
  title,
  closeLabel,
  onClose,
  children,
}: {
  title: string;
  closeLabel: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
      className="border-line bg-surface text-ink m-auto max-h-[85dvh] w-[min(32rem,calc(100vw-2rem))] overflow-auto rounded-lg border shadow-xl backdrop:bg-black/50"
    >
      <div className="space-y-3 p-4">
        <div className="flex items-center justify-between gap-4">
          <h2 id={id} className="text-base font-semibold">
            {title}
          </h2>
          <Button variant="ghost" className="px-2" aria-label={closeLabel} onClick={close}>
            <X aria-hidden />
          </Button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
