import { describe, expect, it } from "vitest";

import { checkSize, sizeSaid, TooLarge } from "@/features/submit/size";

describe("checkSize", () => {
  it("takes what the service takes, and what nobody knows the limit of", () => {
    expect(() => checkSize(4_194_304, 4_194_304)).not.toThrow();
    expect(() => checkSize(9_000_000, undefined)).not.toThrow();
  });

  it("refuses a byte more", () => {
    expect(() => checkSize(4_194_305, 4_194_304)).toThrow(TooLarge);
  });
});

describe("sizeSaid", () => {
  it("tells a size as the reader's language writes it", () => {
    expect(sizeSaid(4_194_304, "en-US")).toBe("4.19 MB");
    expect(sizeSaid(12_500_000, "es-US")).toContain("12.5");
  });
});
