"use client";

import { Panel } from "@/components/ui/panel";
import { AgentLane } from "@/features/live/agent-lane";
import { running } from "@/features/live/elapsed";
import { AGENTS, begun, phaseOf, type Progress } from "@/features/live/progress";
import { useNow } from "@/lib/now";
import { useTexts } from "@/texts";

const SECOND_MS = 1_000;

/** The four agents at work; Compliance and Clinical stand side by side since they run so. */
export function LivePanel({ progress, isLost }: { progress: Progress; isLost: boolean }) {
  const t = useTexts();
  const now = useNow(SECOND_MS);
  const shown = progress.isOver ? begun(progress.revision + 1) : progress;
  return (
    <Panel title={t.live.live} aside={<Standing progress={shown} now={now} />}>
      <p role="status" className={isLost ? "text-open mb-1 font-medium" : "mb-1 font-medium"}>
        {isLost ? t.live.lost : t.live.phase[phaseOf(shown)]}
      </p>
      <p className="text-ink-soft mb-3 text-xs">{t.live.resumes}</p>
      <ol className="grid gap-2 sm:grid-cols-2">
        {AGENTS.map((agent) => (
          <AgentLane key={agent} agent={agent} lane={shown.lanes[agent]} now={now} />
        ))}
      </ol>
    </Panel>
  );
}

/** Which review this is, how often it was taken up, and how long it has been going on. */
function Standing({ progress, now }: { progress: Progress; now: number }) {
  const t = useTexts();
  const { revision, attempt, began } = progress;
  const said = [
    revision > 0 && t.live.revision(revision),
    attempt > 1 && t.live.attempt(attempt),
    began && running(now - Date.parse(began), t.locale),
  ];
  return <span className="text-ink-soft text-xs tabular-nums">{said.filter(Boolean).join(" · ")}</span>;
}
