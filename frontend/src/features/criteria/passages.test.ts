import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { criterionKey, passagesOf } from "@/features/criteria/passages";

const span = (document_id: string, start: number) => ({ document_id, start, end: start + 4, quote: "SpO2" });
const quote = (...spans: ReturnType<typeof span>[]) => ({ type: "quote" as const, spans });

function criterion(id: string, more: Partial<Schema["CriterionResult"]>): Schema["CriterionResult"] {
  return { id, status: "MET", evidence: [], children: [], ...more } as unknown as Schema["CriterionResult"];
}

function line(...results: Schema["CriterionResult"][]): Schema["LineAssessment"] {
  const criteria = results.map((result) => ({ policy_id: "P", required: true, result }));
  return { line: "1", criteria, universal: [] } as unknown as Schema["LineAssessment"];
}

describe("passagesOf", () => {
  it("counts passages as one reads: by the documents' order, then by place", () => {
    const leaf = criterion("a", { evidence: [quote(span("d1", 9)), quote(span("d2", 0)), quote(span("d1", 2))] });
    const { all } = passagesOf([line(leaf)], ["d2", "d1"]);
    expect(all.map(({ number, span: { document_id, start } }) => [number, document_id, start])).toEqual([
      [1, "d2", 0],
      [2, "d1", 2],
      [3, "d1", 9],
    ]);
  });

  it("knows one passage that two criteria share by one number", () => {
    const tree = criterion("all", {
      children: [
        criterion("a", { evidence: [quote(span("d1", 2))] }),
        criterion("b", { evidence: [quote(span("d1", 2))] }),
      ],
    });
    const { all, of } = passagesOf([line(tree)], ["d1"]);
    expect(all).toHaveLength(1);
    expect(all[0]!.criteria).toEqual(["1/a", "1/b"]);
    expect(of.get(criterionKey("1", { id: "b" }))).toEqual(all);
  });

  it("finds the quotes that a computed value was computed from", () => {
    const computed = {
      type: "derived" as const,
      formula: "bmi",
      statement: "BMI 36",
      inputs: [quote(span("d1", 0)), quote(span("d1", 20))],
    };
    const { of } = passagesOf([line(criterion("a", { evidence: [computed] }))], ["d1"]);
    expect(of.get("1/a")).toHaveLength(2);
  });

  it("has no passage for what a lookup says", () => {
    const said = { type: "lookup" as const, call_id: "npi-1", statement: "Registered as dermatologist" };
    expect(passagesOf([line(criterion("a", { evidence: [said] }))], ["d1"]).all).toEqual([]);
  });
});
