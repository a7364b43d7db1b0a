"use client";

import { useEffect, useRef } from "react";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { useChosen } from "@/features/case/chosen";
import { Judge } from "@/features/corrections/judge";
import { Lookups } from "@/features/criteria/lookups";
import { PassageNumbers } from "@/features/criteria/passage-numbers";
import { criterionKey, type Passages } from "@/features/criteria/passages";
import { Reason } from "@/features/criteria/reason";
import { StandingBadge } from "@/features/criteria/standing";
import { cn } from "@/lib/cn";
import { scrollManner } from "@/lib/scrolling";
import { useTexts } from "@/texts";

/** A criterion with what it rests on, and below it what it is made of. */
export function CriterionNode({
  line,
  policyId,
  criterion,
  passages,
  isRequired = true,
  isAside = false,
}: {
  line: string;
  policyId: string;
  criterion: Schema["CriterionResult"];
  passages: Passages;
  isRequired?: boolean;
  isAside?: boolean;
}) {
  const t = useTexts();
  const key = criterionKey(line, criterion);
  const { criterion: chosen, chooseCriterion } = useChosen();
  const element = useRef<HTMLDivElement>(null);
  const isChosen = chosen === key;
  useEffect(() => {
    if (isChosen) element.current?.scrollIntoView({ block: "nearest", behavior: scrollManner() });
  }, [isChosen]);
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
          <p lang="en" className="min-w-0 flex-1">
            {criterion.title && <span className="font-medium">{criterion.title}. </span>}
            {criterion.text}
          </p>
          <StandingBadge criterion={criterion} isAside={isAside} />
        </div>
        <p className="text-ink-soft mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
          <Reason criterion={criterion} isAside={isAside} />
          {criterion.confidence > 0 && <span>{criterion.confidence} / 100</span>}
          {!isRequired && <Badge>{t.criteria.optional}</Badge>}
          {criterion.verification === "unverified" && <Badge tone="open">{t.criteria.unverified}</Badge>}
          <PassageNumbers criterion={key} passages={passages} />
        </p>
        <Lookups criterion={criterion} />
        <Judge line={line} policyId={policyId} criterion={criterion} />
        {criterion.status !== "MET" && !isAside && criterion.send && (
          <p className="mt-1 text-xs">
            <span className="font-semibold">{t.criteria.send}: </span>
            <span lang="en">{criterion.send}</span>
          </p>
        )}
      </div>
      {criterion.children.length > 0 && (
        <div className="border-line-strong mt-1.5 ml-3 border-l-2 pl-3">
          <p className="text-ink-soft mb-1 text-xs font-semibold">{kindIn(t.criteria.kinds, criterion.kind)}</p>
          <ul className="space-y-1.5">
            {criterion.children.map((child) => (
              <CriterionNode
                key={child.id}
                line={line}
                policyId={policyId}
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
