import { describe, expect, it } from "vitest";

import { grouped } from "@/features/keys/grouped";

describe("the list of keys", () => {
  it("has one row for each thing that is done, in the order of the page", () => {
    expect(
      grouped([
        ["j", "next row"],
        ["k", "row before"],
      ]),
    ).toEqual([
      { keys: ["j"], does: "next row" },
      { keys: ["k"], does: "row before" },
    ]);
  });

  it("names a key once, where two parts of a page listen to it", () => {
    expect(
      grouped([
        ["n", "next case"],
        ["n", "next case"],
      ]),
    ).toEqual([{ keys: ["n"], does: "next case" }]);
  });

  it("shortens a long row of keys to its ends", () => {
    const digits = ["1", "2", "3", "4", "5"].map((digit) => [digit, "show a passage"] as const);
    expect(grouped(digits)).toEqual([{ keys: ["1", "…", "5"], does: "show a passage" }]);
  });
});
