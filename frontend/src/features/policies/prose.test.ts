import { describe, expect, it } from "vitest";

import { paragraphsOf } from "@/features/policies/prose";

describe("paragraphsOf", () => {
  it("parts at empty lines and joins broken ones", () => {
    expect(paragraphsOf("\nOne\nline.\n\nTwo.\n")).toEqual([
      [{ text: "One line.", isStrong: false }],
      [{ text: "Two.", isStrong: false }],
    ]);
  });

  it("knows what is strong, and keeps markup as the text that it is", () => {
    expect(paragraphsOf("**Gaps.** <b>None</b>")).toEqual([
      [
        { text: "Gaps.", isStrong: true },
        { text: " <b>None</b>", isStrong: false },
      ],
    ]);
  });
});
