"use client";

import { Keyboard } from "lucide-react";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { grouped } from "@/features/keys/grouped";
import { useKeysOfPage, useShortcuts } from "@/lib/shortcuts";
import { turnSingleKeys, useSingleKeys } from "@/lib/single-keys";
import { useTexts } from "@/texts";

/** The list of the keys that the page listens to, behind a button and `?`. */
export function KeysOverlay() {
  const t = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const open = () => setIsOpen(true);
  useShortcuts({ "?": { does: t.keys.list, act: open } });
  return (
    <>
      <Button variant="ghost" className="px-2" aria-label={t.keys.title} title={t.keys.title} onClick={open}>
        <Keyboard aria-hidden />
      </Button>
      {isOpen && (
        <Dialog title={t.keys.title} closeLabel={t.keys.close} onClose={() => setIsOpen(false)}>
          <KeyList />
          <SingleKeysChoice />
        </Dialog>
      )}
    </>
  );
}

function KeyList() {
  const t = useTexts();
  const groups = grouped(useKeysOfPage());
  const names: Readonly<Record<string, string>> = t.keys.names;
  return (
    <dl className="grid grid-cols-[max-content_1fr] items-baseline gap-x-4 gap-y-2">
      {groups.map(({ keys, does }) => (
        <div key={does} className="contents">
          <dt className="flex gap-1">
            {keys.map((key) => (
              <kbd
                key={key}
                className="border-line-strong bg-raised min-w-6 rounded border px-1.5 py-0.5 text-center font-sans text-xs"
              >
                {names[key] ?? key}
              </kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}

function SingleKeysChoice() {
  const t = useTexts();
  const isOn = useSingleKeys();
  return (
    <label className="border-line mt-4 flex min-h-6 items-start gap-2 border-t pt-3">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => turnSingleKeys(event.target.checked)}
        className="accent-accent mt-0.5 size-4 shrink-0"
      />
      <span>
        {t.keys.single}
        <span className="text-ink-soft block text-xs">{t.keys.singleHint}</span>
      </span>
    </label>
  );
}
