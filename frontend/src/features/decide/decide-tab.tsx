import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import type { Schema } from "@/api/client";
import { useChosenPerson } from "@/api/identity";
import { caseOf } from "@/api/queries";
import { Failure } from "@/components/failure";
import { Panel } from "@/components/ui/panel";
import { ActsPanel } from "@/features/decide/acts-panel";
import { DecidedPanel } from "@/features/decide/decided";
import { DocumentsPanel } from "@/features/decide/documents-panel";
import { permittedOf } from "@/features/decide/queries";
import { useTexts } from "@/texts";

/** What was decided, what may be done now, and the documents. `isShown`: it is the tab that is read; `onKey`: a key asks to come here from another tab. */
export function DecideTab({
  found,
  revision,
  isShown,
  onKey,
}: {
  found: Schema["CaseAnswer"];
  revision: Schema["RevisionAnswer"];
  isShown: boolean;
  onKey: () => void;
}) {
  const t = useTexts();
  const person = useChosenPerson();
  const { data, error, refetch } = useQuery(permittedOf(found.case_id, person));
  useNewest(found, revision, data);
  return (
    <>
      <DecidedPanel found={found} lastDay={data?.permitted.last_day_to_appeal ?? null} />
      {!person && (
        <Panel title={t.decide.acts}>
          <p>{t.decide.whoActs}</p>
        </Panel>
      )}
      {error && !data && <Failure error={error} onAgain={() => void refetch()} />}
      {person && data && (
        <ActsPanel
          key={person}
          found={found}
          revision={revision}
          told={data}
          person={person}
          isShown={isShown}
          onKey={onKey}
        />
      )}
      <DocumentsPanel found={found} />
    </>
  );
}

/** Has the case read anew where somebody else acted on it, or another revision is whole. */
function useNewest(
  { case_id, status, acts }: Schema["CaseAnswer"],
  revision: Schema["RevisionAnswer"],
  told: Schema["PermittedAnswer"] | undefined,
): void {
  const queries = useQueryClient();
  const isOlder =
    told !== undefined &&
    (told.status !== status || told.acts !== acts.length || (told.digest !== null && told.digest !== revision.digest));
  const seen = told && `${told.status} ${told.acts} ${told.digest}`;
  useEffect(() => {
    if (isOlder) void queries.invalidateQueries({ queryKey: caseOf(case_id).queryKey });
  }, [isOlder, seen, case_id, queries]);
}
