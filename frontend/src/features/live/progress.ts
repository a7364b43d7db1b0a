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
  attempt?: number;
  kept?: readonly string[];
  agent?: Agent;
  reason?: string;
  lookup?: string;
  tool?: string;
  outcome?: Schema["LookupOutcome"];
  duration_ms?: number;
  cached?: boolean;
};

export type Lookup = {
  source: string;
  tool: string;
  outcome: Schema["LookupOutcome"];
  durationMs: number;
  isCached: boolean;
};

/** An agent's work. `kept`: an earlier review found it, and it stands. `reason` says why it failed. */
export type Lane = {
  state: "waiting" | "working" | "done" | "failed" | "kept";
  began: string | null;
  ended: string | null;
  reason: string | null;
  lookups: readonly Lookup[];
};

/** How far the review of one revision is: a lane for each agent. `attempt` counts how often it was taken up. */
export type Progress = {
  revision: number;
  attempt: number;
  began: string | null;
  lanes: Readonly<Record<Agent, Lane>>;
  isOver: boolean;
};

const EMPTY: Lane = { state: "waiting", began: null, ended: null, reason: null, lookups: [] };

export function begun(revision: number): Progress {
  const lanes = { compliance: EMPTY, clinical: EMPTY, coverage: EMPTY, synthesis: EMPTY };
  return { revision, attempt: 1, began: null, lanes, isOver: false };
}

/** The progress after one more event. A newer revision begins anew; what an older one still tells is passed over. */
export function advanced(progress: Progress, event: CaseEvent): Progress {
  const revision = event.revision ?? progress.revision;
  if (revision < progress.revision) return progress;
  const now = revision > progress.revision ? begun(revision) : progress;
  if (event.type === "review.started") return takenUp(now, event);
  if (event.type === "recommendation.ready") return { ...now, isOver: true };
  if (!event.agent) return now;
  const lane = laneAfter(now.lanes[event.agent], event);
  return { ...now, lanes: { ...now.lanes, [event.agent]: lane } };
}

/** A review that begins, or is taken up again: what was found already stands, the other agents begin anew. */
function takenUp(before: Progress, event: CaseEvent): Progress {
  const fresh = begun(before.revision);
  const laneOf = (agent: Agent): Lane => {
    if (!event.kept?.includes(agent)) return EMPTY;
    return before.lanes[agent].state === "done" ? before.lanes[agent] : { ...EMPTY, state: "kept" };
  };
  const lanes = { ...fresh.lanes };
  for (const agent of AGENTS) lanes[agent] = laneOf(agent);
  return { ...fresh, attempt: event.attempt ?? 1, began: before.began ?? event.at, lanes };
}

function laneAfter(lane: Lane, event: CaseEvent): Lane {
  switch (event.type) {
    case "agent.started":
      return { ...EMPTY, state: "working", began: event.at };
    case "agent.completed":
      return { ...lane, state: "done", ended: event.at };
    case "agent.failed":
      return { ...lane, state: "failed", ended: event.at, reason: event.reason ?? null };
    case "lookup.called":
      return { ...lane, lookups: [...lane.lookups, lookupOf(event)] };
    default:
      return lane;
  }
}

function lookupOf(event: CaseEvent): Lookup {
  return {
    source: event.lookup ?? "",
    tool: (event.tool ?? "").replaceAll("_", " "),
    outcome: event.outcome ?? "malformed",
    durationMs: event.duration_ms ?? 0,
    isCached: event.cached ?? false,
  };
}

export type Phase = "preflight" | "reading" | "coverage" | "synthesis" | "ready";

/** Where the review is, as one says it: the last agent of the order that has begun names it. */
export function phaseOf({ lanes, isOver }: Pick<Progress, "lanes" | "isOver">): Phase {
  if (isOver) return "ready";
  const hasBegun = (agent: Agent) => lanes[agent].began !== null;
  if (hasBegun("synthesis")) return "synthesis";
  if (hasBegun("coverage")) return "coverage";
  return hasBegun("compliance") || hasBegun("clinical") ? "reading" : "preflight";
}
