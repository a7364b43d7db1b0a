import { describe, expect, it } from "vitest";

import { dueBefore } from "@/api/queries";
import { addressOf, filtersIn } from "@/features/queue/filters";

describe("the queue's filters", () => {
  it("come back from the address that they are written to", () => {
    const filters = {
      status: "escalated",
      priority: "expedited",
      assignee: "nurse",
      route: "NEEDS_PHYSICIAN",
      due: "week",
    } as const;
    expect(filtersIn(new URL(addressOf(filters), "http://127.0.0.1").searchParams)).toEqual(filters);
  });

  it("are none where the address names nothing that is known", () => {
    expect(filtersIn(new URLSearchParams("status=denied&priority=now&route=away&due=soon"))).toEqual({});
    expect(addressOf({})).toBe("/");
  });
});

describe("until when a case is due", () => {
  const now = new Date(2026, 10, 23, 15, 30);
  it.each([
    ["overdue", now],
    ["today", new Date(2026, 10, 24)],
    ["day", new Date(now.getTime() + 86_400_000)],
    ["week", new Date(now.getTime() + 7 * 86_400_000)],
  ] as const)("%s", (due, moment) => {
    expect(dueBefore(due, now)).toEqual(moment);
  });
});
