import { queryOptions } from "@tanstack/react-query";

import { read } from "@/api/client";

/** What a revision changed against an earlier one. Whole revisions never change, so it is asked for once. */
export const changesOf = (caseId: string, number: number, since: number) =>
  queryOptions({
    queryKey: ["changes", caseId, number, since],
    queryFn: ({ signal }) => {
      const path = { case_id: caseId, number };
      const params = { path, query: { since } };
      return read("/api/cases/{case_id}/revisions/{number}/changes", { params, signal });
    },
    staleTime: Infinity,
  });

/** A whole revision as it was. It never changes, so it is asked for once. */
export const revisionOf = (caseId: string, number: number) =>
  queryOptions({
    queryKey: ["revision", caseId, number],
    queryFn: ({ signal }) => {
      const path = { case_id: caseId, number };
      return read("/api/cases/{case_id}/revisions/{number}", { params: { path }, signal });
    },
    staleTime: Infinity,
  });
