import { describe, expect, it } from "vitest";

import type { Passage } from "@/features/criteria/passages";
import { piecesOf } from "@/features/record/pieces";

function passage(number: number, start: number, end: number): Passage {
  return { key: `d1:${start}:${end}`, number, span: { document_id: "d1", start, end, quote: "" }, criteria: ["1/a"] };
}

const shown = (text: string, passages: Passage[]) =>
  piecesOf(text, passages).map((piece) => [piece.text, piece.passages.map(({ number }) => number)]);

describe("piecesOf", () => {
  it("leaves a text without passages whole", () => {
    expect(shown("SpO2 85 %", [])).toEqual([["SpO2 85 %", []]]);
  });

  it("cuts at the passage's ends", () => {
    expect(shown("rest: SpO2 85 % today", [passage(1, 6, 15)])).toEqual([
      ["rest: ", []],
      ["SpO2 85 %", [1]],
      [" today", []],
    ]);
  });

  it("gives words of two passages to both", () => {
    expect(shown("abcdef", [passage(1, 0, 4), passage(2, 2, 6)])).toEqual([
      ["ab", [1]],
      ["cd", [1, 2]],
      ["ef", [2]],
    ]);
  });

  it("counts code points as the service does, not the two units of a sign beyond the basic plane", () => {
    expect(shown("🫁 SpO2 85 %", [passage(1, 2, 6)])).toEqual([
      ["🫁 ", []],
      ["SpO2", [1]],
      [" 85 %", []],
    ]);
  });

  it("keeps markup as the text that it is", () => {
    expect(shown("<script>alert(1)</script>", [passage(1, 0, 8)])[0]).toEqual(["<script>", [1]]);
  });
});
