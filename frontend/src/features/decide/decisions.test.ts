import { describe, expect, it } from "vitest";

import { acceptanceOf, nothingStated, overrideOf, type StatedDecision } from "@/features/decide/decisions";

const SERVICE = { line: "1", code: "E1390", modifiers: [], units: 3 };
const LINE = nothingStated(SERVICE);
const SECOND = { ...LINE, line: "2" };

const stated = (more: Partial<StatedDecision>): StatedDecision => ({
  outcome: "approved",
  reasonCode: "EVIDENCE_MISSED",
  rationale: "Why.",
  sameSpecialty: true,
  lines: [LINE, SECOND],
  ...more,
});

describe("what is decided", () => {
  it("accepts without lines where nothing is stated of one", () => {
    const accepted = acceptanceOf([LINE], "sha256:1");
    expect(accepted).toMatchObject({ action: "accept", outcome: null, rationale: null, lines: [] });
  });

  it("names every line of an approval where one has dates or conditions", () => {
    const dated = { ...SECOND, begins: "2026-12-01", conditions: " Nights only \n\n" };
    const { lines } = acceptanceOf([LINE, dated], "sha256:1");
    expect(lines.map(({ line }) => line)).toEqual(["1", "2"]);
    expect(lines[1]).toMatchObject({ begins: "2026-12-01", ends: null, conditions: ["Nights only"], reason: null });
  });

  it("states a specialty only where the decision is adverse in part", () => {
    expect(overrideOf(stated({}), "sha256:1")).toMatchObject({ same_specialty: false, lines: [] });
    expect(overrideOf(stated({ outcome: "adverse" }), "sha256:1").same_specialty).toBe(true);
  });

  it("decides every line adversely, without units and dates", () => {
    const typed = { ...LINE, units: "2", begins: "2026-12-01", conditions: "x", fact: "Saturation was 94 %." };
    const { lines } = overrideOf(stated({ outcome: "adverse", lines: [typed] }), "sha256:1");
    expect(lines[0]).toMatchObject({ outcome: "denied", units: null, begins: null, conditions: [] });
    expect(lines[0]?.reason).toEqual({
      policy_id: "",
      criterion_id: null,
      fact: "Saturation was 94 %.",
      provision: "",
      explanation: "",
    });
  });

  it("decides in part line by line", () => {
    const reduced = { ...LINE, outcome: "reduced" as const, units: "2" };
    const { lines } = overrideOf(stated({ outcome: "partially_approved", lines: [reduced, SECOND] }), "sha256:1");
    expect(lines.map(({ outcome, units, reason }) => [outcome, units, reason === null])).toEqual([
      ["reduced", 2, false],
      ["approved", null, true],
    ]);
  });
});
