import { useSyncExternalStore } from "react";

import { type Draft, emptyDraft } from "@/features/submit/draft";

/** Where the draft outlives a reload. It is clinical, so it ends with the tab. */
const KEY = "priorauth.new-case";
const PAUSE_MS = 300;

/** The draft, and whether it would outlive a reload. */
export type Kept = { readonly draft: Draft; readonly isKept: boolean };

const BLANK: Kept = { draft: emptyDraft(""), isKept: true };
const listeners = new Set<() => void>();
let current: Kept | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** A key that no other draft has. Browsers give `randomUUID` to this machine and to https only. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
}

function stored(): Draft | null {
  const text = window.sessionStorage.getItem(KEY);
  return text ? (JSON.parse(text) as Draft) : null;
}

function kept(): Kept {
  current ??= { draft: stored() ?? emptyDraft(newKey()), isKept: true };
  return current;
}

/** Puts a draft in the place of the one that was kept. */
export function keep(change: (draft: Draft) => Draft): void {
  const { draft, isKept } = kept();
  tell({ draft: change(draft), isKept });
  clearTimeout(timer);
  timer = setTimeout(write, PAUSE_MS);
}

/** Forgets the draft, here and in the browser, and begins another. */
export function forget(): void {
  clearTimeout(timer);
  window.sessionStorage.removeItem(KEY);
  tell({ draft: emptyDraft(newKey()), isKept: true });
}

/** Writes at once what waits to be written. The browser refuses what is larger than the room it gives. */
function write(): void {
  if (!current) return;
  clearTimeout(timer);
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify(current.draft));
    if (!current.isKept) tell({ ...current, isKept: true });
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    window.sessionStorage.removeItem(KEY);
    tell({ ...current, isKept: false });
  }
}

function tell(next: Kept): void {
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("pagehide", write);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("pagehide", write);
  };
}

/** The draft of this tab. */
export function useKept(): Kept {
  return useSyncExternalStore(subscribe, kept, () => BLANK);
}
