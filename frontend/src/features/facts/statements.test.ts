import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { type Concepts, type Fact, filtered, groupsOf, placeOf } from "@/features/facts/statements";

const CONDITIONS = { activity: null, oxygen: null, litres_per_minute: null, side: null, method: null };

function fact(id: string, more: Partial<Fact> = {}): Fact {
  const start = Number(id.slice(1));
  return {
    id,
    concept: "oxygen_saturation",
    assertion: "present",
    conditions: CONDITIONS,
    document_id: "d1",
    document_kind: "visit_note",
    confidence: 95,
    evidence: { type: "quote", spans: [{ document_id: "d1", start, end: start + 1, quote: "x" }] },
    ...more,
  };
}

function concept(id: string, name: string, kind: Schema["ConceptKind"]): [string, Schema["ConceptItem"]] {
  return [id, { id, name, kind, unit: null, cues: [] }];
}
const CONCEPTS: Concepts = new Map([
  concept("oxygen_saturation", "oxygen saturation", "measurement"),
  concept("dyspnea", "shortness of breath", "finding"),
  concept("copd", "COPD", "condition"),
]);
const counts = (facts: Fact[]) =>
  groupsOf(facts, CONCEPTS).flatMap(({ statements }) => statements.map(({ mentions }) => mentions.length));

describe("groupsOf", () => {
  it("puts measurements first, then kinds in their order, and names each concept", () => {
    const facts = [
      fact("f1", { concept: "dyspnea" }),
      fact("f2", { concept: "copd" }),
      fact("f3"),
      fact("f4", { concept: "left_over" }),
    ];
    expect(groupsOf(facts, CONCEPTS).map(({ name, kind }) => [name, kind])).toEqual([
      ["oxygen saturation", "measurement"],
      ["COPD", "condition"],
      ["shortness of breath", "finding"],
      ["left over", null],
    ]);
  });

  it("collapses the same value of the same day under the same conditions, however it is written", () => {
    const day = { on: "2026-10-06", unit: "%" };
    expect(counts([fact("f1", { ...day, value: "85" }), fact("f2", { ...day, value: "85.0" })])).toEqual([2]);
  });

  it.each([
    ["another day", { on: "2026-10-07" }],
    ["another condition", { conditions: { ...CONDITIONS, activity: "rest" as const } }],
    ["a bound", { bound: "at_least" as const }],
    ["a denial", { assertion: "absent" as const }],
    ["a doubt", { doubt: "Not plausible." }],
  ])("keeps apart what differs by %s", (_, more) => {
    const day = { on: "2026-10-06", value: "85" };
    expect(counts([fact("f1", day), fact("f2", { ...day, ...more })])).toEqual([1, 1]);
  });

  it("takes undated values of two notes for two, and copied ones for one", () => {
    const first = fact("f1", { value: "85", first_documented_on: "2026-01-01" });
    expect(counts([first, fact("f2", { value: "85", first_documented_on: "2026-02-01" })])).toEqual([1, 1]);
    expect(counts([first, fact("f2", { value: "85", first_documented_on: "2026-01-01", document_id: "d2" })])).toEqual([
      2,
    ]);
  });

  it("tells the newest first and the undated last, each with its place in the list", () => {
    const facts = [
      fact("f1", { value: "1" }),
      fact("f2", { value: "2", on: "2026-01-01" }),
      fact("f3", { value: "3", on: "2026-02-01" }),
    ];
    const places = groupsOf(facts, CONCEPTS)[0]!.statements.map(({ mentions }) => mentions[0]!.place);
    expect(places).toEqual([2, 1, 0]);
  });
});

describe("filtered", () => {
  it("finds statements by every word, wherever it stands", () => {
    const groups = groupsOf([fact("f1", { value: "85" }), fact("f2", { concept: "copd" })], CONCEPTS);
    const said = ({ value }: Fact) => value ?? "";
    expect(filtered(groups, "85 OXY", said).map(({ concept }) => concept)).toEqual(["oxygen_saturation"]);
    expect(filtered(groups, "  ", said)).toHaveLength(2);
    expect(filtered(groups, "asthma", said)).toEqual([]);
  });
});

describe("placeOf", () => {
  it("finds a fact again in a newer reading, and nothing where its words say something else now", () => {
    const marked = fact("f7", { value: "85" });
    expect(placeOf(marked, [fact("f1"), fact("f7", { id: "f9", value: "85", confidence: 40 })])).toBe(1);
    expect(placeOf(marked, [fact("f7", { value: "86" })])).toBeNull();
  });
});
