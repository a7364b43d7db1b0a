import { describe, expect, it } from "vitest";

import { arithmeticOf } from "@/features/draft/arithmetic";

const part = (name: string, weight: number, score: number) => ({ name, weight, score, evaluated: true });

describe("arithmeticOf", () => {
  it("gives figures whose sum a reader can redo", () => {
    const { parts, sum, penalty, value } = arithmeticOf({
      value: 0.94,
      level: "HIGH",
      penalty: 0,
      components: [
        part("criteria", 0.4, 0.9285714285714286),
        part("extraction", 0.3, 0.91),
        part("compliance", 0.2, 1),
        part("policy", 0.1, 1),
      ],
    });
    expect(parts.map(({ weight, score, product }) => [weight, score, product])).toEqual([
      ["0.40", "0.9286", "0.3714"],
      ["0.30", "0.91", "0.2730"],
      ["0.20", "1.00", "0.2000"],
      ["0.10", "1.00", "0.1000"],
    ]);
    expect([sum, penalty, value]).toEqual(["0.9444", null, "0.94"]);
  });

  it("names what is taken off for agents that failed", () => {
    expect(arithmeticOf({ value: 0.1, level: "LOW", penalty: 0.2, components: [part("policy", 0.1, 1)] }).penalty).toBe(
      "0.20",
    );
  });
});
