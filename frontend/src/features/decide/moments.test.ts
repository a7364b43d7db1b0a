import { describe, expect, it } from "vitest";

import { instantOf, localOf, zonesFrom } from "@/features/decide/moments";

describe("moments in a time zone", () => {
  it.each([
    ["2026-11-23T09:30:15", "America/New_York", "2026-11-23T14:30:15.000Z"],
    ["2026-07-01T09:30:15", "America/New_York", "2026-07-01T13:30:15.000Z"],
    ["2026-07-01T09:30:15", "America/Phoenix", "2026-07-01T16:30:15.000Z"],
    ["2026-03-08T03:30:15", "America/Chicago", "2026-03-08T08:30:15.000Z"],
    ["2026-01-01T00:00:15", "UTC", "2026-01-01T00:00:15.000Z"],
  ])("%s in %s is %s", (local, zone, instant) => {
    expect(instantOf(local, zone)).toBe(instant);
    expect(localOf(new Date(instant), zone)).toBe(local);
  });

  it("refuses what is no time", () => {
    expect(() => instantOf("", "UTC")).toThrow(RangeError);
  });

  it("offers one's own zone first, once", () => {
    expect(zonesFrom("America/Chicago").slice(0, 2)).toEqual(["America/Chicago", "America/New_York"]);
    expect(zonesFrom("America/Chicago").filter((zone) => zone === "America/Chicago")).toHaveLength(1);
  });
});
