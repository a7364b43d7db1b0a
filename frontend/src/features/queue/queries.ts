import { queryOptions } from "@tanstack/react-query";

import { read, send } from "@/api/client";
import { asked, type QueueFilters } from "@/api/queries";

const REFRESH_MS = 15_000;

/** How many cases stand at each status, and how many are late: within all filters but the status. */
export function counts(filters: QueueFilters) {
  const others = { ...filters };
  delete others.status;
  return queryOptions({
    queryKey: ["queue", "counts", others],
    queryFn: ({ signal }) => read("/api/cases/counts", { params: { query: asked(others) }, signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** The id of the next case that waits for who acts, or for anybody; null where nothing waits. */
export async function nextCase(after?: string): Promise<string | null> {
  return (await read("/api/cases/next", { params: { query: after ? { after } : {} } })).case_id;
}

/** Assigns cases, each answered by itself; null takes them from whoever had them. */
export function assign(caseIds: readonly string[], assignee: string | null) {
  return send("/api/assignments", { body: { case_ids: [...caseIds], assignee } });
}
