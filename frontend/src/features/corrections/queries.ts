import { queryOptions } from "@tanstack/react-query";

import { read } from "@/api/client";

/** What was corrected so far, as a revision heeds it, and who may correct what. */
export const correctionsOf = (caseId: string, revision: number) =>
  queryOptions({
    queryKey: ["corrections", caseId, revision],
    queryFn: ({ signal }) =>
      read("/api/cases/{case_id}/corrections", { params: { path: { case_id: caseId } }, signal }),
    enabled: revision > 0,
    staleTime: Infinity,
  });
