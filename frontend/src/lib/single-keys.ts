import { useSyncExternalStore } from "react";

/** Where this browser keeps that single keys are off: for who speaks to the computer, or strikes keys by accident. */
const KEY = "priorauth.single-keys";
const OFF = "off";
const listeners = new Set<() => void>();

/** Whether single keys act (WCAG 2.2, 2.1.4: they can be turned off). */
export function areSingleKeysOn(): boolean {
  return window.localStorage.getItem(KEY) !== OFF;
}

export function turnSingleKeys(on: boolean): void {
  if (on) window.localStorage.removeItem(KEY);
  else window.localStorage.setItem(KEY, OFF);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** {@link areSingleKeysOn}, followed in every tab. */
export function useSingleKeys(): boolean {
  return useSyncExternalStore(subscribe, areSingleKeysOn, () => true);
}
