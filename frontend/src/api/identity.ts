import { useSyncExternalStore } from "react";

/** Where this browser keeps which development identity acts. It holds the id of an invented person, and nothing else. */
const KEY = "priorauth.person";
const listeners = new Set<() => void>();

/** The id of the development identity that acts from this browser; null where none was chosen. */
export function chosenPerson(): string | null {
  return typeof window === "undefined" ? null : window.localStorage.getItem(KEY);
}

export function choosePerson(id: string | null): void {
  if (id) window.localStorage.setItem(KEY, id);
  else window.localStorage.removeItem(KEY);
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

/** {@link chosenPerson}, followed in every tab. */
export function useChosenPerson(): string | null {
  return useSyncExternalStore(subscribe, chosenPerson, () => null);
}
