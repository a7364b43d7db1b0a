import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

const GATHER_MS = 700;

/**
 * Reads the queue and its counts anew soon after something changed anywhere. While the page is hidden it listens to
 * nothing, and catches up when it is seen again.
 */
export function useQueueChanges(): void {
  const queries = useQueryClient();
  useEffect(() => {
    let source: EventSource | null = null;
    let timer: number | undefined;
    const refresh = () => {
      timer = undefined;
      if (queries.isFetching({ queryKey: ["queue"] }) > 0) changed();
      else void queries.invalidateQueries({ queryKey: ["queue"] });
    };
    const changed = () => {
      timer ??= window.setTimeout(refresh, GATHER_MS);
    };
    const follow = () => {
      source?.close();
      source = null;
      if (document.hidden) return;
      source = new EventSource("/api/cases/changes");
      source.addEventListener("changed", changed);
    };
    const turned = () => {
      follow();
      if (!document.hidden) changed();
    };
    follow();
    document.addEventListener("visibilitychange", turned);
    return () => {
      document.removeEventListener("visibilitychange", turned);
      source?.close();
      window.clearTimeout(timer);
    };
  }, [queries]);
}
