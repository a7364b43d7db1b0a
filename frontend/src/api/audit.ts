import { queryOptions } from "@tanstack/react-query";

import { read, type Schema } from "@/api/client";

type Written = Pick<Schema["CaseAnswer"], "case_id" | "acts" | "issued">;

/** Everything that happened to a case, proven anew when a page opens it and when something was written since. */
export const auditOf = ({ case_id, acts, issued }: Written) =>
  queryOptions({
    queryKey: ["audit", case_id, acts.length + issued.length],
    queryFn: ({ signal }) => read("/api/cases/{case_id}/audit", { params: { path: { case_id } }, signal }),
    staleTime: 0,
    refetchOnMount: "always",
    refetchOnWindowFocus: false,
  });

/** Whether the record is what was written: its links hold, and so does every payload and document. */
export function isWhole({ verified, proof }: Schema["AuditAnswer"]): boolean {
  return verified && proof.breach === null;
}
