import { useEffect, useRef, useSyncExternalStore } from "react";

import { areSingleKeysOn } from "@/lib/single-keys";

/** What a key does, in words for the list of keys, and the doing of it. */
export type Shortcut = Readonly<{ does: string; act: () => void }>;

/**
 * Keys that a page listens to, by `KeyboardEvent.key`.
 *
 * Say what a key does, so that the list of keys shows it; a bare function works and is shown nowhere.
 */
export type Shortcuts = Readonly<Record<string, Shortcut | (() => void)>>;

/** What the components that are on the page now listen to, in the order in which they came. */
const listening = new Set<{ readonly current: Shortcuts }>();
/** How often a component came or went, and who wants to know. */
let changes = 0;
const watching = new Set<() => void>();

function changed(): void {
  changes += 1;
  for (const tell of watching) tell();
}

function watch(tell: () => void): () => void {
  watching.add(tell);
  return () => void watching.delete(tell);
}

/** Single keys, wherever the focus is but in a field or a dialog: whoever types is left alone. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (!areSingleKeysOn() || isElsewhere(event)) return;
      const found = latest.current[event.key];
      if (!found) return;
      event.preventDefault();
      if (typeof found === "function") found();
      else found.act();
    };
    listening.add(latest);
    changed();
    document.addEventListener("keydown", listen);
    return () => {
      listening.delete(latest);
      changed();
      document.removeEventListener("keydown", listen);
    };
  }, []);
}

/** Every key that the page listens to, with what it does, followed as the parts of the page come and go. */
export function useKeysOfPage(): readonly (readonly [key: string, does: string])[] {
  useSyncExternalStore(
    watch,
    () => changes,
    () => 0,
  );
  return [...listening].flatMap(({ current }) =>
    Object.entries(current).flatMap(([key, shortcut]) =>
      typeof shortcut === "function" ? [] : [[key, shortcut.does] as const],
    ),
  );
}

const FIELDS =
  "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]:not([contenteditable=false])";
const ABOVE_THE_PAGE = "dialog, [role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
const OPENED_BY_ENTER = "a, button, summary";

/** Whether the key belongs to what has the focus: a field, what lies above the page, or a link that Enter opens. */
function isElsewhere({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches(FIELDS) || target.closest(ABOVE_THE_PAGE)) return true;
  return key === "Enter" && target.matches(OPENED_BY_ENTER);
}
