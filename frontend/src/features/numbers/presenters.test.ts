import { describe, expect, it } from "vitest";

import { costBars, costGrid, costSaid } from "@/features/numbers/cost-grid";
import { asked, filtersIn, lastDays } from "@/features/numbers/filters";
import { csvOf } from "@/features/numbers/grid";
import { day, modelUse, openOf, percent, span, took } from "@/features/numbers/said";
import { en } from "@/texts/en";
import { es } from "@/texts/es";

describe("the filters of the numbers", () => {
  it("come back from the address that they are written to", () => {
    const filters = { from: "2026-06-01", to: "2026-06-30", line_of_business: "chip", year: "2026" } as const;
    expect(filtersIn(new URLSearchParams(filters))).toEqual(filters);
    expect(asked(filters)).toEqual({ from: "2026-06-01", to: "2026-06-30", line_of_business: "chip" });
  });

  it("are none where the address names nothing that is known", () => {
    const wrong = new URLSearchParams("from=yesterday&to=2026-6-1&line_of_business=other&year=26");
    expect(filtersIn(wrong)).toEqual({});
  });

  it("count the last days with the day itself, over the end of a month", () => {
    expect(lastDays("2026-03-02", 7)).toEqual({ from: "2026-02-24", to: "2026-03-02" });
    expect(lastDays("2026-03-02", 1)).toEqual({ from: "2026-03-02", to: "2026-03-02" });
  });
});

describe("a table as a file", () => {
  it("quotes what must be, and runs no formula", () => {
    const grid = {
      columns: ["a", "b, c"],
      rows: [
        ["=1+1", 2.5],
        ['say "so"', null],
        ["-5", -5],
      ],
    };
    expect(csvOf(grid)).toBe('a,"b, c"\r\n\'=1+1,2.5\r\n"say ""so""",\r\n\'-5,-5\r\n');
  });
});

describe("figures in words", () => {
  it.each([
    [null, null],
    [0.001, "< 1 min"],
    [0.5, "30 min"],
    [1, "1 hr"],
    [26.54, "26.5 hr"],
  ])("says %s hours as %s", (hours, words) => {
    expect(took(hours, "en-US")).toBe(words);
  });

  it("says a share as a percentage, and nothing of an empty whole", () => {
    expect(percent(2 / 3, "en-US")).toBe("66.7%");
    expect(percent(null, "en-US")).toBeNull();
  });

  it("says a day of the plan's calendar, wherever the reader is", () => {
    expect(day("2026-06-01", "en-US")).toBe("Jun 1");
  });

  it("says spans, the last without an end", () => {
    expect(span({ from_hours: 24, to_hours: 48 })).toBe("24–48 h");
    expect(span({ from_hours: 336, to_hours: null })).toBe("336 h +");
  });

  it("adds up what is open", () => {
    const cases = [
      { status: "recommended", count: 4, overdue: 1 },
      { status: "escalated", count: 2, overdue: 2 },
    ] as const;
    expect(openOf(cases)).toEqual({ count: 6, overdue: 3 });
  });

  it("says that nothing was paid only where every review says so", () => {
    expect(modelUse({ reviews: 3, with_language_model: 0, models: [] })).toBe("none");
    expect(modelUse({ reviews: 3, with_language_model: 1, models: [] })).toBe("some");
    expect(modelUse({ reviews: 0, with_language_model: 0, models: [] })).toBeNull();
  });
});

describe("the cost of language models", () => {
  const none = { unpriced_cases: 0, failed_calls: 0, estimated_calls: 0 };
  const month = { ...none, month: "2026-11", cases: 2, calls: 8, tokens: 9_000, total_usd: "0.3", mean_usd: "0.15" };
  const empty = { ...none, month: "2026-10", cases: 0, calls: 0, tokens: 0, total_usd: null, mean_usd: null };
  const unpriced = { ...month, month: "2026-12", unpriced_cases: 2, total_usd: null, mean_usd: null };
  const costs = {
    all: {
      ...none,
      cases: 4,
      unpriced_cases: 2,
      calls: 16,
      estimated_calls: 3,
      tokens: 18_000,
      total_usd: "0.3",
      mean_usd: "0.15",
    },
    by_month: [empty, month, unpriced],
  };

  it("is a row for each month, in exact money", () => {
    expect(costGrid(costs, en).rows[0]).toEqual(["2026-10", 0, 0, 0, 0, 0, 0, null, null]);
    expect(csvOf(costGrid(costs, en))).toContain("2026-11,2,0,8,0,0,9000,0.3,0.15\r\n");
  });

  it("is a bar for each month with a case", () => {
    expect(costBars(costs, en)).toEqual([
      { name: "2026-11", value: 0.15, label: "$0.15, 2 cases" },
      { name: "2026-12", value: 0, label: "no price known, 2 cases" },
    ]);
  });

  it("says what is estimated and what has no price", () => {
    expect(costSaid(costs, en)).toEqual([
      "4 cases, together $0.30; mean per case $0.15.",
      "2 cases have a call without a known price.",
      "Of 3 of 16 calls the tokens are estimated.",
    ]);
    expect(costSaid({ ...costs, all: month }, es)).toEqual(["2 casos, en total $0.30; media por caso $0.15."]);
  });
});
