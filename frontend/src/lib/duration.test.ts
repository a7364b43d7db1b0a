import { describe, expect, it } from "vitest";

import { spoken } from "@/lib/duration";

describe("spoken", () => {
  it.each([
    [30, "0 minutes"],
    [60, "1 minute"],
    [3_600, "1 hour"],
    [3_660, "1 hour 1 minute"],
    [86_400 + 60, "1 day"],
    [6 * 86_400 + 23 * 3_600 + 59 * 60, "6 days 23 hours"],
    [-5_400, "1 hour 30 minutes"],
  ])("says %i seconds as %s", (seconds, words) => {
    expect(spoken(seconds, "en-US")).toBe(words);
  });

  it("speaks Spanish", () => {
    expect(spoken(7_200, "es-US")).toBe("2 horas");
  });
});
