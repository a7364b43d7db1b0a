import type { Schema } from "@/api/client";
import type { QueueFilters } from "@/api/queries";

export const STATUSES = [
  "recommended",
  "information_requested",
  "escalated",
  "peer_to_peer_scheduled",
  "peer_to_peer_held",
  "appealed",
  "received",
  "in_review",
  "determined",
  "withdrawn",
  "closed",
] as const satisfies readonly Schema["CaseStatus"][];

const PRIORITIES = ["standard", "expedited"] as const satisfies readonly Schema["Priority"][];

/** The filters that a page's address names. What it names wrongly is no filter. */
export function filtersIn(address: URLSearchParams): QueueFilters {
  const status = STATUSES.find((one) => one === address.get("status"));
  const priority = PRIORITIES.find((one) => one === address.get("priority"));
  const assignee = address.get("assignee");
  return { ...(status && { status }), ...(priority && { priority }), ...(assignee && { assignee }) };
}

/** The address of the queue with these filters. */
export function addressOf(filters: QueueFilters): string {
  const named = new URLSearchParams(Object.entries(filters).filter(([, value]) => value)).toString();
  return named ? `/?${named}` : "/";
}
