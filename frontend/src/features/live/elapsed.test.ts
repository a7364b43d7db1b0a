import { describe, expect, it } from "vitest";

import { elapsed, running } from "@/features/live/elapsed";

describe("elapsed", () => {
  it.each([
    [115.4, "115 ms"],
    [3_490, "3.4 sec"],
    [125_000, "2 min 5 sec"],
    [-3, "0 ms"],
  ])("says %d milliseconds as %s", (span, words) => {
    expect(elapsed(span, "en-US")).toBe(words);
  });

  it("counts in whole seconds while the time runs", () => {
    expect(running(3_990, "en-US")).toBe("3 sec");
    expect(running(-200, "en-US")).toBe("0 sec");
    expect(running(61_000, "en-US")).toBe("1 min 1 sec");
  });
});
