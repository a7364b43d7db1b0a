import { queryOptions } from "@tanstack/react-query";

import { read } from "@/api/client";

/** How soon a page learns that somebody else acted on the case, or that a new revision is whole. */
const REFRESH_MS = 4_000;

/** What the one who acts may do now. Asked again and again: it also says which revision is the newest. */
export const permittedOf = (caseId: string, person: string | null) =>
  queryOptions({
    queryKey: ["permitted", caseId, person],
    queryFn: ({ signal }) => read("/api/cases/{case_id}/permitted", { params: { path: { case_id: caseId } }, signal }),
    refetchInterval: REFRESH_MS,
  });

/** The request for information that the gaps of the newest review come to. */
export const requestDraftOf = (caseId: string, digest: string) =>
  queryOptions({
    queryKey: ["request-draft", caseId, digest],
    queryFn: ({ signal }) =>
      read("/api/cases/{case_id}/information-requests/draft", { params: { path: { case_id: caseId } }, signal }),
    staleTime: Infinity,
  });
