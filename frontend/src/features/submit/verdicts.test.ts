import { describe, expect, it } from "vitest";

import { moved } from "@/features/submit/combobox";
import { npiStanding, verdictOn } from "@/features/submit/verdicts";

const found = (billable: boolean | null, well_formed = true) => ({
  codes: [{ code: "J44.9", description: "COPD", billable, named_by: [] }],
  total: 1,
  well_formed,
  source: "a release",
});

describe("verdictOn", () => {
  it("knows a code with and without its dot", () => {
    expect(verdictOn("diagnosis", "j449", found(true)).standing).toBe("known");
    expect(verdictOn("diagnosis", "J44.9", found(false)).standing).toBe("needsMore");
    expect(verdictOn("service", "J44.9", found(null)).standing).toBe("known");
  });

  it("tells what is absent from what is in no table, what is no code, and what nobody answered", () => {
    expect(verdictOn("diagnosis", "J44.8", found(true)).standing).toBe("absent");
    expect(verdictOn("service", "99213", found(null)).standing).toBe("unlisted");
    expect(verdictOn("service", "lungs", found(null, false)).standing).toBe("malformed");
    expect(verdictOn("diagnosis", "J44.9", undefined).standing).toBe("unavailable");
  });
});

describe("npiStanding", () => {
  it("says nothing of an empty field, and asks for ten digits", () => {
    expect(npiStanding("", undefined, false)).toBeNull();
    expect(npiStanding("20000", undefined, false)).toBe("unfinished");
    expect(npiStanding("2000001372", undefined, true)).toBe("unavailable");
    expect(npiStanding("2000001372", undefined, false)).toBeNull();
  });
});

describe("moved", () => {
  it.each([
    [-1, 1, 3, 0],
    [2, 1, 3, 0],
    [-1, -1, 3, 2],
    [0, -1, 3, 2],
    [0, 1, 0, -1],
  ])("from %i by %i of %i to %i", (active, step, length, to) => {
    expect(moved(active, step, length)).toBe(to);
  });
});
