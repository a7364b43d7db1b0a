import { ArrowRight, CircleCheck, CircleDashed, CircleX, type LucideIcon } from "lucide-react";

import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { DraftBadge } from "@/features/queue/draft-badge";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** What the draft recommends and why: the summary, the gates with the one that stopped it, and what is missing. */
export function DraftPanel({ revision }: { revision: Schema["RevisionAnswer"] }) {
  const t = useTexts();
  const { recommendation } = revision;
  const badge = <DraftBadge item={{ ...recommendation, recommendation: recommendation.outcome, outcome: null }} />;
  return (
    <Panel title={t.review.draft} aside={badge}>
      <div className="space-y-3">
        <p>{revision.summary}</p>
        <Gates recommendation={recommendation} />
        <Missing gaps={recommendation.gaps} />
        <p className="text-ink-soft text-xs">{recommendation.disclaimer}</p>
      </div>
    </Panel>
  );
}

const GATE: Record<Schema["GateOutcome"], { icon: LucideIcon; color: string }> = {
  PASS: { icon: CircleCheck, color: "text-good" },
  FAIL: { icon: CircleX, color: "text-bad" },
  NOT_EVALUATED: { icon: CircleDashed, color: "text-ink-soft" },
};

function Gates({ recommendation }: { recommendation: Schema["Recommendation"] }) {
  const t = useTexts();
  return (
    <ol aria-label={t.review.gates} className="border-line divide-line divide-y rounded-md border">
      {recommendation.gates.map(({ gate, outcome, reasons, warnings }) => {
        const { icon: Icon, color } = GATE[outcome];
        const stopped = recommendation.stopping_gate === gate;
        return (
          <li key={gate} className={cn("flex gap-3 px-3 py-2", stopped && "bg-bad-tint")}>
            <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", color)} />
            <div className="min-w-0">
              <p>
                <span className="font-medium">{t.review.gate[gate]}</span>
                <span className="text-ink-soft"> · {t.review.gateOutcome[outcome]}</span>
              </p>
              <ul className="text-xs">
                {[...reasons, ...warnings].map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Missing({ gaps }: { gaps: readonly Schema["Gap"][] }) {
  const t = useTexts();
  if (gaps.length === 0) return null;
  return (
    <div>
      <h3 className="text-ink-soft mb-1 text-xs font-semibold">{t.review.missing}</h3>
      <ul className="space-y-1.5">
        {gaps.map((gap) => (
          <li key={`${gap.line}/${gap.criterion_id}/${gap.what}`} className="flex gap-2">
            <ArrowRight aria-hidden className="text-open mt-0.5 size-4 shrink-0" />
            <span>
              {gap.what}
              {gap.critical && <span className="text-open text-xs"> ({t.review.critical})</span>}
              <span className="text-ink-soft block text-xs">{gap.request}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
