"use client";

import { useEffect, useRef } from "react";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { useChosen } from "@/features/case/chosen";
import { criterionKey, type Passages } from "@/features/case/passages";
import { StandingBadge } from "@/features/case/standing";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** The criteria of one service line: each policy's, by its layer, then those that stand in every case. */
export function LineCriteria({ line, passages }: { line: Schema["LineAssessment"]; passages: Passages }) {
  const t = useTexts();
  const bound = line.policies.filter(({ relation }) => relation === "bound");
  return (
    <Panel title={t.review.line(line.line, line.code)} aside={<Related line={line} />}>
      <div className="space-y-4">
        {line.obstacle && <p>{line.obstacle.reason}</p>}
        {bound.map((policy) => {
          const own = line.criteria.filter(({ policy_id }) => policy_id === policy.policy_id);
          const title = `${policy.policy_id}: ${policy.title}`;
          return (
            <CriterionGroup key={policy.policy_id} title={title} line={line.line} criteria={own} passages={passages} />
          );
        })}
        <CriterionGroup title={t.review.universal} line={line.line} criteria={line.universal} passages={passages} />
        {line.conflicts.length > 0 && (
          <Notes title={t.review.conflicts} notes={line.conflicts.map((conflict) => conflict.sentence)} />
        )}
        {line.not_checked.length > 0 && <Notes title={t.review.notChecked} notes={line.not_checked} />}
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
      {related.map(({ policy_id }) => policy_id).join(", ")}: {t.review.related}
    </span>
  );
}

function Notes({ title, notes }: { title: string; notes: readonly string[] }) {
  return (
    <div>
      <h3 className="text-ink-soft text-xs font-semibold">{title}</h3>
      <ul className="list-disc pl-5">
        {notes.map((note) => (
          <li key={note}>{note}</li>
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
  title: string;
  line: string;
  criteria: readonly Schema["AssessedCriterion"][];
  passages: Passages;
}) {
  return (
    <div>
      <h3 className="text-ink-soft mb-1.5 text-xs font-semibold">{title}</h3>
      <ul className="space-y-2">
        {criteria.map(({ result, required }) => (
          <CriterionNode key={result.id} line={line} criterion={result} passages={passages} isRequired={required} />
        ))}
      </ul>
    </div>
  );
}

/** A criterion with what it rests on, and below it what it is made of. */
function CriterionNode({
  line,
  criterion,
  passages,
  isRequired = true,
  isAside = false,
}: {
  line: string;
  criterion: Schema["CriterionResult"];
  passages: Passages;
  isRequired?: boolean;
  isAside?: boolean;
}) {
  const t = useTexts();
  const key = criterionKey(line, criterion);
  const { criterion: chosen, from, chooseCriterion } = useChosen();
  const element = useRef<HTMLDivElement>(null);
  const isChosen = chosen === key;
  useEffect(() => {
    if (isChosen && from === "record") element.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }, [isChosen, from]);
  return (
    <li>
      <div
        ref={element}
        onClick={() => chooseCriterion(key)}
        className={cn(
          "border-line rounded-md border px-3 py-2",
          isChosen ? "border-accent bg-accent-tint" : "bg-surface",
        )}
      >
        <div className="flex items-start gap-3">
          <p className="min-w-0 flex-1">
            {criterion.title && <span className="font-medium">{criterion.title}. </span>}
            {criterion.text}
          </p>
          <StandingBadge criterion={criterion} isAside={isAside} />
        </div>
        <p className="text-ink-soft mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
          <span>{criterion.reason}</span>
          {criterion.confidence > 0 && <span>{criterion.confidence} / 100</span>}
          {!isRequired && <Badge>{t.review.optional}</Badge>}
          {criterion.verification === "unverified" && <Badge tone="open">{t.review.unverified}</Badge>}
          <PassageNumbers criterion={key} passages={passages} />
        </p>
        <Lookups criterion={criterion} />
        {criterion.status !== "MET" && !isAside && criterion.send && (
          <p className="mt-1 text-xs">
            <span className="font-semibold">{t.review.send}: </span>
            {criterion.send}
          </p>
        )}
      </div>
      {criterion.children.length > 0 && (
        <div className="border-line-strong mt-1.5 ml-3 border-l-2 pl-3">
          <p className="text-ink-soft mb-1 text-xs font-semibold">{kindIn(t.review.kinds, criterion.kind)}</p>
          <ul className="space-y-1.5">
            {criterion.children.map((child) => (
              <CriterionNode
                key={child.id}
                line={line}
                criterion={child}
                passages={passages}
                isAside={isAside || standsAside(criterion, child)}
              />
            ))}
          </ul>
        </div>
      )}
    </li>
  );
}

/** Whether a part's own standing is no verdict: its whole asks that it be not so, or is met without it. */
function standsAside(whole: Schema["CriterionResult"], part: Schema["CriterionResult"]): boolean {
  return whole.kind === "none_of" || (whole.status === "MET" && part.status !== "MET");
}

function kindIn(kinds: Readonly<Record<string, string>>, kind: string): string {
  return kinds[kind] ?? kind.replaceAll("_", " ");
}

/** The numbers of a criterion's passages: choosing one lights its words up in the record. */
function PassageNumbers({ criterion, passages }: { criterion: string; passages: Passages }) {
  const t = useTexts();
  const { passage: chosen, choosePassage } = useChosen();
  const own = passages.of.get(criterion) ?? [];
  return (
    <span className="inline-flex flex-wrap gap-1">
      {own.map((passage) => (
        <button
          key={passage.key}
          type="button"
          aria-label={t.review.evidence(passage.number)}
          aria-pressed={chosen === passage.key}
          onClick={(event) => {
            event.stopPropagation();
            choosePassage(passage, criterion);
          }}
          className={cn(
            "text-ink min-h-6 min-w-6 rounded px-1 text-xs font-semibold",
            chosen === passage.key ? "bg-mark-strong ring-accent ring-1" : "bg-mark hover:bg-mark-strong",
          )}
        >
          {passage.number}
        </button>
      ))}
    </span>
  );
}

/** What a lookup or the case itself says for a criterion: it has no place in the record. */
function Lookups({ criterion }: { criterion: Schema["CriterionResult"] }) {
  const said = criterion.evidence.flatMap((one) => {
    if (one.type === "lookup" || one.type === "derived") return [one.statement];
    return one.type === "field" ? [`${one.pointer}: ${one.value}`] : [];
  });
  if (said.length === 0) return null;
  return (
    <ul className="text-ink-soft mt-1 text-xs">
      {said.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}
