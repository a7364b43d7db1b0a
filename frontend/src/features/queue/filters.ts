import type { Schema } from "@/api/client";
import type { Due, QueueFilters } from "@/api/queries";
import { OVER, UNDER_REVIEW, WAITING } from "@/api/status";

/** What the queue can be narrowed to, those first that wait for a person. */
export const STATUSES = [...WAITING, ...UNDER_REVIEW, ...OVER];

export const PRIORITIES = ["expedited", "standard"] as const satisfies readonly Schema["Priority"][];
export const ROUTES = [
  "NEEDS_INFORMATION",
  "NEEDS_PHYSICIAN",
  "CORRECT_REQUEST",
  "NOT_EVALUATED",
] as const satisfies readonly Schema["Route"][];
export const DUES = ["overdue", "today", "day", "week"] as const satisfies readonly Due[];

/** The filters that a page's address names. What it names wrongly is no filter. */
export function filtersIn(address: URLSearchParams): QueueFilters {
  const named = <Value extends string>(name: string, known: readonly Value[]) =>
    known.find((one) => one === address.get(name));
  const status = named("status", STATUSES);
  const priority = named("priority", PRIORITIES);
  const route = named("route", ROUTES);
  const due = named("due", DUES);
  const assignee = address.get("assignee");
  return {
    ...(status && { status }),
    ...(priority && { priority }),
    ...(route && { route }),
    ...(due && { due }),
    ...(assignee && { assignee }),
  };
}

/** The address of the queue with these filters. */
export function addressOf(filters: QueueFilters): string {
  const named = new URLSearchParams(Object.entries(filters).filter(([, value]) => value)).toString();
  return named ? `/?${named}` : "/";
}
