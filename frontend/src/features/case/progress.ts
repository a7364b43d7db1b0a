import type { Schema } from "@/api/client";

export const AGENTS = [
  "compliance",
  "clinical",
  "coverage",
  "synthesis",
] as const satisfies readonly Schema["AgentName"][];
export type Agent = (typeof AGENTS)[number];

/** An event of a case's log, as its stream tells it. Which fields are there depends on its type. */
export type CaseEvent = {
  type: Schema["EventType"];
  at: string;
  revision?: number;
  agent?: Agent;
  lookup?: string;
  tool?: string;
  outcome?: string;
  duration_ms?: number;
};

export type Lookup = { name: string; outcome: string; durationMs: number };
export type Lane = {
  state: "waiting" | "working" | "done" | "failed";
  began: string | null;
  ended: string | null;
  lookups: readonly Lookup[];
};

/** How far the review of one revision is: a lane for each agent. */
export type Progress = { revision: number; lanes: Readonly<Record<Agent, Lane>>; isOver: boolean };

const EMPTY: Lane = { state: "waiting", began: null, ended: null, lookups: [] };

export function begun(revision: number): Progress {
  return { revision, lanes: { compliance: EMPTY, clinical: EMPTY, coverage: EMPTY, synthesis: EMPTY }, isOver: false };
}

/** The progress after one more event. A newer revision begins anew; what an older one still tells is passed over. */
export function advanced(progress: Progress, event: CaseEvent): Progress {
  const revision = event.revision ?? progress.revision;
  if (revision < progress.revision) return progress;
  const now = revision > progress.revision || event.type === "review.started" ? begun(revision) : progress;
  if (event.type === "recommendation.ready") return { ...now, isOver: true };
  if (!event.agent) return now;
  const lane = laneAfter(now.lanes[event.agent], event);
  return { ...now, lanes: { ...now.lanes, [event.agent]: lane } };
}

function laneAfter(lane: Lane, event: CaseEvent): Lane {
  switch (event.type) {
    case "agent.started":
      return { ...EMPTY, state: "working", began: event.at };
    case "agent.completed":
      return { ...lane, state: "done", ended: event.at };
    case "agent.failed":
      return { ...lane, state: "failed", ended: event.at };
    case "lookup.called": {
      const name = [event.lookup, event.tool].filter(Boolean).join(": ").replaceAll("_", " ");
      const call = { name, outcome: event.outcome ?? "", durationMs: event.duration_ms ?? 0 };
      return { ...lane, lookups: [...lane.lookups, call] };
    }
    default:
      return lane;
  }
}
