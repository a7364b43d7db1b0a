import { describe, expect, it } from "vitest";

import { addressOf, filtersIn } from "@/features/queue/filters";

describe("the queue's filters", () => {
  it("come back from the address that they are written to", () => {
    const filters = { status: "escalated", priority: "expedited", assignee: "nurse" } as const;
    expect(filtersIn(new URL(addressOf(filters), "http://127.0.0.1").searchParams)).toEqual(filters);
  });

  it("are none where the address names nothing that is known", () => {
    expect(filtersIn(new URLSearchParams("status=denied&priority=now"))).toEqual({});
    expect(addressOf({})).toBe("/");
  });
});
