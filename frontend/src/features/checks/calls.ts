import type { Schema } from "@/api/client";

type Revision = Schema["RevisionAnswer"];

/** A lookup call, with the agent that made it. `isSynthetic`: a finding rests on it that is marked as invented. */
export type Call = Schema["LookupCall"] & { agent: Schema["AgentName"]; isSynthetic: boolean };

const ASKING = ["compliance", "clinical", "coverage"] as const satisfies readonly Schema["AgentName"][];
const UNANSWERED: readonly Schema["LookupOutcome"][] = ["unavailable", "refused", "malformed"];

/** Every call of a review, the first asked first. Of an agent that failed none are kept with its findings. */
export function callsOf(revision: Pick<Revision, (typeof ASKING)[number]>): Call[] {
  const invented = inventedIn(revision.coverage);
  const calls = ASKING.flatMap((agent) => {
    const found = revision[agent];
    if ("failure" in found) return [];
    return found.calls.map((call) => ({ ...call, agent, isSynthetic: invented.has(call.id) }));
  });
  return calls.sort((one, other) => one.started_at.localeCompare(other.started_at));
}

/** The calls that an entry marked as invented came from. */
function inventedIn(coverage: Revision["coverage"]): ReadonlySet<string> {
  if ("failure" in coverage) return new Set();
  const evidence = coverage.providers.filter(({ synthetic }) => synthetic).flatMap((provider) => provider.evidence);
  return new Set(evidence.flatMap((one) => (one.type === "lookup" ? [one.call_id] : [])));
}

export const gaveNoAnswer = ({ outcome }: Pick<Call, "outcome">) => UNANSWERED.includes(outcome);

/** How many calls there were, at how many sources, and how many gave no answer or were answered from a cache. */
export function totalOf(calls: readonly Call[]) {
  return {
    calls: calls.length,
    sources: new Set(calls.map(({ lookup }) => lookup)).size,
    failed: calls.filter(gaveNoAnswer).length,
    cached: calls.filter(({ cached }) => cached).length,
  };
}
