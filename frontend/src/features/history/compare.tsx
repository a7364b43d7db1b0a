"use client";

import { useQueries } from "@tanstack/react-query";
import { useState } from "react";

import type { Schema } from "@/api/client";
import { Failure } from "@/components/failure";
import { Choice } from "@/components/ui/choice";
import { Panel } from "@/components/ui/panel";
import { Changes } from "@/features/history/changes";
import { ComparedTable } from "@/features/history/compared-table";
import { revisionOf } from "@/features/history/queries";
import { useTexts } from "@/texts";

/** Two revisions side by side, the newest two unless others are chosen. */
export function ComparePanel({
  found,
  revisions,
}: {
  found: Schema["CaseAnswer"];
  revisions: readonly Schema["AuditRevision"][];
}) {
  const t = useTexts();
  const whole = revisions.filter(({ digest }) => digest !== null);
  const newest = whole.at(-1)?.number ?? 0;
  const [chosen, choose] = useState<{ before?: number; after?: number }>({});
  if (whole.length < 2) {
    return (
      <Panel title={t.history.compare}>
        <p>{t.history.oneOnly}</p>
      </Panel>
    );
  }
  const [one, other] = [chosen.before ?? whole.at(-2)!.number, chosen.after ?? newest];
  const options = whole.map(({ number, cause }) => ({
    value: String(number),
    label: `${t.history.revision(number)}: ${t.history.cause[cause]}`,
  }));
  const setter = (side: "before" | "after") => (value: string) => choose({ ...chosen, [side]: Number(value) });
  return (
    <Panel title={t.history.compare}>
      <div className="space-y-3">
        <div className="flex flex-wrap gap-3">
          <Choice label={t.history.before} value={String(one)} options={options} onChoose={setter("before")} />
          <Choice label={t.history.after} value={String(other)} options={options} onChoose={setter("after")} />
        </div>
        {one === other ? (
          <p>{t.history.sameTwo}</p>
        ) : (
          <Compared found={found} before={Math.min(one, other)} after={Math.max(one, other)} />
        )}
      </div>
    </Panel>
  );
}

function Compared({ found, before, after }: { found: Schema["CaseAnswer"]; before: number; after: number }) {
  const t = useTexts();
  const [earlier, later] = useQueries({
    queries: [revisionOf(found.case_id, before), revisionOf(found.case_id, after)],
  });
  const error = earlier.error ?? later.error;
  if (error) return <Failure error={error} />;
  if (!earlier.data || !later.data) return <p className="text-ink-soft">{t.loading}</p>;
  return (
    <>
      <section>
        <h3 className="mb-1 font-medium">{t.history.changesTitle}</h3>
        <Changes caseId={found.case_id} number={after} since={before} documents={found.case.documents} />
      </section>
      <ComparedTable before={earlier.data} after={later.data} />
    </>
  );
}
