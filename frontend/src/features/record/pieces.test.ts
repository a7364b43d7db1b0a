import { describe, expect, it } from "vitest";

import type { Passage } from "@/features/criteria/passages";
import { chunksOf, piecesOf } from "@/features/record/pieces";

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

describe("chunksOf", () => {
  const chunked = (text: string, passages: Passage[], least: number) =>
    chunksOf(piecesOf(text, passages), least).map((chunk) => chunk.map((piece) => piece.text).join("|"));

  it("ends a chunk with the line that makes it long enough", () => {
    expect(chunked("one\ntwo\nthree\nfour", [], 5)).toEqual(["one\ntwo\n", "three\n", "four"]);
  });

  it("leaves nothing over where the text ends with a line", () => {
    expect(chunked("one\ntwo\n", [], 4)).toEqual(["one\n", "two\n"]);
  });

  it("cuts no passage, however many lines it has", () => {
    expect(chunked("ab\ncd\nef\ngh", [passage(1, 1, 7)], 2)).toEqual(["a|b\ncd\ne|f\n", "gh"]);
  });

  it("leaves a text without line ends whole, and makes nothing of no text", () => {
    expect(chunked("a text on one line", [passage(1, 2, 6)], 3)).toEqual(["a |text| on one line"]);
    expect(chunked("", [], 3)).toEqual([]);
  });
});
