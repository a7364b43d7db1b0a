import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { countsOf, valueOf } from "@/features/policies/bench/counts";

const judged = (status: Schema["Status"]) => ({ result: { status } }) as Schema["AssessedCriterion"];

describe("countsOf", () => {
  it("counts the criteria and the diagnosis, not what lies below them", () => {
    const line = { criteria: [judged("MET"), judged("NOT_MET"), judged("MET")], universal: [judged("INSUFFICIENT")] };
    expect(countsOf(line)).toEqual({ met: 2, contradicted: 1, open: 1 });
  });
});

describe("valueOf", () => {
  it.each([
    [{ value: "85", high: null, bound: null, unit: "%" }, "85 %"],
    [{ value: "8", high: "10", bound: null, unit: "1" }, "8–10"],
    [{ value: null, high: null, bound: null, unit: null }, ""],
  ])("%o", (fact, words) => {
    expect(valueOf(fact as never)).toBe(words);
  });
});
