"use client";

import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { CriterionNode } from "@/features/criteria/criterion-node";
import type { Passages } from "@/features/criteria/passages";
import { useTexts } from "@/texts";

/** The criteria of one service line: each policy's, by its layer, then those that stand in every case. */
export function LineCriteria({ line, passages }: { line: Schema["LineAssessment"]; passages: Passages }) {
  const t = useTexts();
  const bound = line.policies.filter(({ relation }) => relation === "bound");
  return (
    <Panel title={t.criteria.line(line.line, line.code)} aside={<Related line={line} />}>
      <div className="space-y-4">
        {line.obstacle && <p lang="en">{line.obstacle.reason}</p>}
        {bound.map((policy) => {
          const own = line.criteria.filter(({ policy_id }) => policy_id === policy.policy_id);
          const title = (
            <>
              {policy.policy_id}: <span lang="en">{policy.title}</span>
            </>
          );
          return (
            <CriterionGroup key={policy.policy_id} title={title} line={line.line} criteria={own} passages={passages} />
          );
        })}
        <CriterionGroup title={t.criteria.universal} line={line.line} criteria={line.universal} passages={passages} />
        {line.conflicts.length > 0 && (
          <Notes title={t.criteria.conflicts} notes={line.conflicts.map((conflict) => conflict.sentence)} />
        )}
        {line.not_checked.length > 0 && <Notes title={t.criteria.notChecked} notes={line.not_checked} />}
      </div>
    </Panel>
  );
}

function Related({ line }: { line: Schema["LineAssessment"] }) {
  const t = useTexts();
  const related = line.policies.filter(({ relation }) => relation !== "bound");
  if (related.length === 0) return null;
  return (
    <span className="text-ink-soft text-xs">
      {related.map(({ policy_id }) => policy_id).join(", ")}: {t.criteria.related}
    </span>
  );
}

function Notes({ title, notes }: { title: string; notes: readonly string[] }) {
  return (
    <div>
      <h3 className="text-ink-soft text-xs font-semibold">{title}</h3>
      <ul className="list-disc pl-5">
        {notes.map((note) => (
          <li key={note} lang="en">
            {note}
          </li>
        ))}
      </ul>
    </div>
  );
}

function CriterionGroup({
  title,
  line,
  criteria,
  passages,
}: {
  title: ReactNode;
  line: string;
  criteria: readonly Schema["AssessedCriterion"][];
  passages: Passages;
}) {
  return (
    <div>
      <h3 className="text-ink-soft mb-1.5 text-xs font-semibold">{title}</h3>
      <ul className="space-y-2">
        {criteria.map(({ policy_id, result, required }) => (
          <CriterionNode
            key={result.id}
            line={line}
            policyId={policy_id}
            criterion={result}
            passages={passages}
            isRequired={required}
          />
        ))}
      </ul>
    </div>
  );
}
