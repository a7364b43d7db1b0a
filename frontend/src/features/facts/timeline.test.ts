import { describe, expect, it } from "vitest";

import type { Fact, Statement } from "@/features/facts/statements";
import { timelineOf } from "@/features/facts/timeline";

const statement = (value: string | null, more: Partial<Fact> = {}): Statement => ({
  key: JSON.stringify([value, more]),
  fact: { value, ...more } as Fact,
  mentions: [],
});

describe("timelineOf", () => {
  it("needs two values to compare", () => {
    expect(timelineOf([statement("85", { on: "2026-01-01" }), statement(null)])).toBeNull();
  });

  it("places values by their day and height, from end to end", () => {
    const timeline = timelineOf([
      statement("80", { on: "2026-01-01" }),
      statement("90", { on: "2026-01-11" }),
      statement("85", { on: "2026-01-06" }),
    ])!;
    expect(timeline.dated.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [1, 1],
      [0.5, 0.5],
    ]);
    expect(timeline.days).toEqual([
      { at: 0, day: "2026-01-01" },
      { at: 1, day: "2026-01-11" },
    ]);
    expect(timeline.values.map(({ label }) => label)).toEqual(["80", "90"]);
  });

  it("draws a month as the stretch that it is, and a range as its two ends", () => {
    const [one] = timelineOf([
      statement("80", { high: "84", on_between: ["2026-01-01", "2026-01-31"] }),
      statement("90", { on: "2026-01-16" }),
    ])!.dated;
    expect([one!.x, one!.x2, one!.y, one!.y2]).toEqual([0, 1, 0, 0.4]);
  });

  it("puts what has no date beside the others", () => {
    const { dated, undated, days } = timelineOf([statement("80"), statement("90")])!;
    expect([dated.length, undated.length, days]).toEqual([0, 2, []]);
  });

  it("stands one day in the middle", () => {
    const day = { on: "2026-01-01" };
    expect(timelineOf([statement("80", day), statement("90", day)])!.dated.map(({ x }) => x)).toEqual([0.5, 0.5]);
  });
});
