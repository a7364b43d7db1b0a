"use client";

import { CircleCheck, CircleDashed, CircleX, History, LoaderCircle, type LucideIcon } from "lucide-react";
import { useEffect, useRef } from "react";

import { elapsed, running } from "@/features/live/elapsed";
import type { Agent, Lane, Lookup } from "@/features/live/progress";
import { cn } from "@/lib/cn";
import { spokenName } from "@/lib/spoken-name";
import { useTexts } from "@/texts";

const LOOK: Record<Lane["state"], { icon: LucideIcon; color: string }> = {
  waiting: { icon: CircleDashed, color: "text-ink-soft" },
  working: { icon: LoaderCircle, color: "text-accent motion-safe:animate-spin" },
  done: { icon: CircleCheck, color: "text-good" },
  failed: { icon: CircleX, color: "text-bad" },
  kept: { icon: History, color: "text-good" },
};

/** One agent: where it is, for how long, and each lookup as it comes back. */
export function AgentLane({ agent, lane, now }: { agent: Agent; lane: Lane; now: number }) {
  const t = useTexts();
  const { icon: Icon, color } = LOOK[lane.state];
  return (
    <li className={cn("rounded-md border px-3 py-2", lane.state === "working" ? "border-accent" : "border-line")}>
      <p className="flex flex-wrap items-center gap-x-2">
        <Icon aria-hidden className={cn("size-4 shrink-0", color)} />
        <span className="font-medium">{t.live.agents[agent]}</span>
        <span className="text-ink-soft ml-auto text-xs tabular-nums">
          {[t.live.agentState[lane.state], timeOf(lane, now, t.locale)].filter(Boolean).join(" · ")}
        </span>
      </p>
      {lane.state === "kept" && <p className="text-ink-soft mt-1 text-xs">{t.live.keptHint}</p>}
      {lane.reason && (
        <p lang="en" className="mt-1 text-xs">
          {lane.reason}
        </p>
      )}
      {lane.lookups.length > 0 && <LookupList agent={t.live.agents[agent]} lookups={lane.lookups} />}
    </li>
  );
}

function timeOf({ began, ended }: Lane, now: number, locale: string): string | null {
  if (!began) return null;
  return ended ? elapsed(Date.parse(ended) - Date.parse(began), locale) : running(now - Date.parse(began), locale);
}

/** The lookups so far, the newest last and in sight. */
function LookupList({ agent, lookups }: { agent: string; lookups: readonly Lookup[] }) {
  const t = useTexts();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lookups.length]);
  return (
    <div className="border-line mt-1.5 border-t pt-1.5 text-xs">
      <p className="text-ink-soft">{t.live.lookups(lookups.length)}</p>
      <ol ref={list} tabIndex={0} aria-label={t.live.lookupsOf(agent)} className="max-h-32 overflow-auto">
        {lookups.map(({ source, tool, outcome, durationMs, isCached }, index) => (
          <li key={index} className="flex flex-wrap gap-x-2 py-0.5">
            <span>
              <span className="font-medium">{spokenName(t.lookups.sources, source)}</span> {tool}
            </span>
            <span className="text-ink-soft ml-auto tabular-nums">
              {[t.lookups.outcome[outcome], isCached && t.lookups.fromCache, elapsed(durationMs, t.locale)]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
