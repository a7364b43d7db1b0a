import { describe, expect, it } from "vitest";

import { proofsOf } from "@/features/checks/proofs";

const span = { document_id: "d1", start: 3, end: 7, quote: "pain" };

describe("proofsOf", () => {
  it("gives words of the record once", () => {
    const quote = { type: "quote" as const, spans: [span] };
    expect(proofsOf([quote, quote])).toEqual([{ key: "d1:3:7", span }]);
  });

  it("tells what the request says from what a lookup says", () => {
    const field = { type: "field" as const, pointer: "/provider/0/npi", value: "2000004111" };
    const lookup = { type: "lookup" as const, call_id: "npi-1", statement: "It is active." };
    expect(proofsOf([field, lookup])).toMatchObject([
      { said: "2000004111", isRequest: true },
      { said: "It is active.", isRequest: false },
    ]);
  });

  it("gives a computed statement with what it was computed from", () => {
    const derived = {
      type: "derived" as const,
      formula: "f",
      statement: "So.",
      inputs: [{ type: "quote" as const, spans: [span] }],
    };
    expect(proofsOf([derived]).map(({ key }) => key)).toEqual(["So.", "d1:3:7"]);
  });
});
