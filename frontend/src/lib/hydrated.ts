import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Whether the page runs in a browser already. What only the browser knows is drawn then, and not while it is built. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
