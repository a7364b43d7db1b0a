"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { Schema } from "@/api/client";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { correctionsOf } from "@/features/corrections/queries";
import { Changes } from "@/features/history/changes";
import { useTexts } from "@/texts";

/** What the newest revision changed against the one before it, and what its corrections did not change. */
export function ChangedPanel({ found, revision }: { found: Schema["CaseAnswer"]; revision: Schema["RevisionAnswer"] }) {
  const t = useTexts();
  const [closed, setClosed] = useState(1);
  if (closed >= revision.number) return null;
  const aside = (
    <span className="flex items-center gap-2">
      <span className="text-ink-soft text-xs">{t.corrections.changedAgainst(revision.number - 1)}</span>
      <Button variant="ghost" className="min-h-6" onClick={() => setClosed(revision.number)}>
        {t.corrections.close}
      </Button>
    </span>
  );
  return (
    <Panel title={t.corrections.changed(revision.number)} aside={aside} className="border-accent">
      <div role="status" className="space-y-2">
        <Changes caseId={found.case_id} number={revision.number} documents={found.case.documents} />
        {revision.cause === "facts_corrected" && <Unread caseId={found.case_id} revision={revision.number} />}
      </div>
    </Panel>
  );
}

/** The corrections that were sent last and changed nothing, with the service's own sentence why. */
function Unread({ caseId, revision }: { caseId: string; revision: number }) {
  const t = useTexts();
  const { data } = useQuery(correctionsOf(caseId, revision));
  const all = data?.corrections ?? [];
  const moments = all.flatMap(({ correction, end }) => [correction.at, ...(end ? [end.at] : [])]);
  const last = moments.reduce((latest, at) => (Date.parse(at) > Date.parse(latest) ? at : latest), moments[0] ?? "");
  const unread = all.filter(
    ({ correction, end, result }) => correction.at === last && !end && result?.applied === false,
  );
  if (unread.length === 0) return null;
  return (
    <div className="bg-open-tint text-open rounded-md px-3 py-2">
      <h3 className="text-xs font-semibold">{t.corrections.unread}</h3>
      <ul className="list-disc pl-5">
        {unread.map(({ number, result }) => (
          <li key={number} lang="en">
            {result?.sentence}
          </li>
        ))}
      </ul>
    </div>
  );
}
