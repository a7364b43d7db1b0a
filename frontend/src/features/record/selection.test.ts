import { describe, expect, it } from "vitest";

import type { Passage, Passages } from "@/features/criteria/passages";
import type { Fact } from "@/features/facts/statements";
import { spanBetween, usersOf } from "@/features/record/selection";

const TEXT = "🫁 SpO2 85 %\nat rest";

describe("spanBetween", () => {
  it("counts code points as the service does", () => {
    const from = TEXT.indexOf("SpO2");
    expect(spanBetween("d1", TEXT, from, from + 4)).toEqual({ document_id: "d1", start: 2, end: 6, quote: "SpO2" });
  });

  it("leaves white space around the words out, and keeps what stands between them", () => {
    const span = spanBetween("d1", TEXT, 2, TEXT.indexOf("rest"))!;
    expect(span.quote).toBe("SpO2 85 %\nat");
    expect([...TEXT].slice(span.start, span.end).join("")).toBe(span.quote);
  });

  it("has no words in white space", () => {
    expect(spanBetween("d1", TEXT, 2, 3)).toBeNull();
    expect(spanBetween("d1", TEXT, 5, 5)).toBeNull();
  });
});

describe("usersOf", () => {
  const span = (start: number, end: number, document_id = "d1") => ({ document_id, start, end, quote: "" });
  const passage = (key: string, own: ReturnType<typeof span>): Passage => ({
    key,
    number: 1,
    span: own,
    criteria: ["1/a"],
  });
  const passages: Passages = {
    all: [passage("p", span(10, 20)), passage("q", span(30, 40))],
    of: new Map([
      ["1/a", [passage("p", span(10, 20))]],
      ["1/b", [passage("q", span(30, 40))]],
    ]),
  };
  const facts = [span(12, 14), span(35, 36), span(12, 14, "d2")].map(
    (own) => ({ evidence: { type: "quote", spans: [own] } }) as unknown as Fact,
  );

  it("names the criteria and facts whose words overlap the selection", () => {
    expect(usersOf(span(19, 31), passages, facts)).toEqual({ criteria: ["1/a", "1/b"], facts: [] });
    expect(usersOf(span(0, 13), passages, facts)).toEqual({ criteria: ["1/a"], facts: [0] });
  });

  it("names none where the words only touch, or stand in another document", () => {
    expect(usersOf(span(20, 30), passages, facts)).toEqual({ criteria: [], facts: [] });
    expect(usersOf(span(0, 99, "d3"), passages, facts)).toEqual({ criteria: [], facts: [] });
  });
});
