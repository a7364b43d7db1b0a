import type { Schema } from "@/api/client";

type Status = Schema["CaseStatus"];

/** A person's turn: the service decides anew, of each act, whether it may be done. */
export const WAITING = [
  "recommended",
  "information_requested",
  "escalated",
  "peer_to_peer_scheduled",
  "peer_to_peer_held",
  "appealed",
] as const satisfies readonly Status[];

/** The agents' turn. */
export const UNDER_REVIEW = ["received", "in_review"] as const satisfies readonly Status[];

/** Nobody's turn any more. */
export const OVER = ["determined", "withdrawn", "closed"] as const satisfies readonly Status[];

export function isIn(statuses: readonly Status[], status: Status): boolean {
  return statuses.includes(status);
}
