"use client";

import { CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon } from "lucide-react";

import { Panel } from "@/components/ui/panel";
import { type Agent, AGENTS, type Lane, type Progress } from "@/features/case/progress";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** The four agents at work; Compliance and Clinical stand side by side since they run so. */
export function LivePanel({ progress, isLost }: { progress: Progress; isLost: boolean }) {
  const t = useTexts();
  return (
    <Panel title={t.review.live}>
      <p role="status" className="text-ink-soft mb-3 text-xs">
        {isLost ? t.review.lost : t.review.notYet}
      </p>
      <ol className="grid gap-2 sm:grid-cols-2">
        {AGENTS.map((agent) => (
          <AgentLane key={agent} agent={agent} lane={progress.lanes[agent]} />
        ))}
      </ol>
    </Panel>
  );
}

const LOOK: Record<Lane["state"], { icon: LucideIcon; color: string }> = {
  waiting: { icon: CircleDashed, color: "text-ink-soft" },
  working: { icon: LoaderCircle, color: "text-accent animate-spin" },
  done: { icon: CircleCheck, color: "text-good" },
  failed: { icon: CircleX, color: "text-bad" },
};

function AgentLane({ agent, lane }: { agent: Agent; lane: Lane }) {
  const t = useTexts();
  const { icon: Icon, color } = LOOK[lane.state];
  const took = lane.began && lane.ended ? Date.parse(lane.ended) - Date.parse(lane.began) : null;
  return (
    <li className="border-line rounded-md border px-3 py-2">
      <p className="flex items-center gap-2">
        <Icon aria-hidden className={cn("size-4", color)} />
        <span className="font-medium">{t.review.agents[agent]}</span>
        <span className="text-ink-soft ml-auto text-xs">
          {t.review.agentState[lane.state]}
          {took !== null && ` · ${took} ms`}
        </span>
      </p>
      {lane.lookups.length > 0 && (
        <details className="text-ink-soft mt-1 text-xs">
          <summary>{t.review.lookups(lane.lookups.length)}</summary>
          <ul>
            {lane.lookups.map(({ name, outcome, durationMs }, index) => (
              <li key={index}>
                {name} · {outcome} · {Math.round(durationMs)} ms
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
