import { CircleCheck, CircleDashed, CircleX, type LucideIcon, OctagonPause } from "lucide-react";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

const LOOK: Record<Schema["GateOutcome"], { icon: LucideIcon; color: string }> = {
  PASS: { icon: CircleCheck, color: "text-good" },
  FAIL: { icon: CircleX, color: "text-bad" },
  NOT_EVALUATED: { icon: CircleDashed, color: "text-ink-soft" },
};

/** The gates as a ladder: which passed, at which one the case stopped and why, and which it did not reach. */
export function Gates({ recommendation }: { recommendation: Schema["Recommendation"] }) {
  const { gates, stopping_gate } = recommendation;
  const stop = gates.findIndex(({ gate }) => gate === stopping_gate);
  const t = useTexts();
  return (
    <ol aria-label={t.recommendation.gates}>
      {gates.map((gate, index) => (
        <Rung
          key={gate.gate}
          gate={gate}
          number={index + 1}
          isStop={index === stop}
          isReached={stop < 0 || index <= stop}
          isLast={index === gates.length - 1}
        />
      ))}
    </ol>
  );
}

function Rung({
  gate: { gate, outcome, reasons, warnings },
  number,
  isStop,
  isReached,
  isLast,
}: {
  gate: Schema["GateResult"];
  number: number;
  isStop: boolean;
  isReached: boolean;
  isLast: boolean;
}) {
  const t = useTexts();
  const { icon: Icon, color } = LOOK[outcome];
  return (
    <li className="flex gap-3">
      <div aria-hidden className="flex flex-col items-center">
        <span className={cn("bg-surface rounded-full py-1", color)}>
          <Icon className="size-5" />
        </span>
        {!isLast && (
          <span
            className={cn("w-0 flex-1 border-l-2", isStop || !isReached ? "border-line border-dashed" : "border-good")}
          />
        )}
      </div>
      <div className={cn("mb-2 min-w-0 flex-1 rounded-md px-3 py-1", isStop && "bg-bad-tint")}>
        <p className="flex flex-wrap items-center gap-x-2">
          <span className={cn("font-medium", !isReached && "text-ink-soft")}>
            {number}. {t.recommendation.gate[gate]}
          </span>
          <span className="text-ink-soft">{t.recommendation.gateOutcome[outcome]}</span>
          {isStop && (
            <Badge tone="bad">
              <OctagonPause aria-hidden />
              {t.recommendation.stoppedHere}
            </Badge>
          )}
        </p>
        {isReached ? (
          <>
            <Sentences sentences={reasons ?? []} />
            <Sentences title={t.recommendation.warnings} sentences={warnings ?? []} />
          </>
        ) : (
          <p className="text-ink-soft text-xs">{t.recommendation.notReached}</p>
        )}
      </div>
    </li>
  );
}

function Sentences({ title, sentences }: { title?: string; sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <div className="text-xs">
      {title && <p className="text-ink-soft mt-0.5">{title}</p>}
      <ul className={sentences.length > 1 ? "list-disc pl-4" : undefined}>
        {sentences.map((sentence) => (
          <li key={sentence} lang="en">
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  );
}
