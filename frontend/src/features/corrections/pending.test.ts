import { describe, expect, it } from "vitest";

import { bodyOf, idOfProblem, type Pending } from "@/features/corrections/pending";
import type { Fact } from "@/features/facts/statements";

const DIGEST = `sha256:${"0".repeat(64)}`;
const fact = (id: string, start: number) =>
  ({
    id,
    concept: "copd",
    assertion: "present",
    conditions: {},
    evidence: { type: "quote", spans: [{ document_id: "d1", start, end: start + 4, quote: "COPD" }] },
  }) as unknown as Fact;
const misread = (id: number, start: number): Pending => ({
  id,
  kind: "misread",
  fact: fact("f1", start),
  why: "Wrong.",
});
const takenBack: Pending = { id: 9, kind: "taken_back", correction: 3, what: "x", why: "Right." };

describe("bodyOf", () => {
  it("names a fact by where it stands now, and passes over one that is not read any more", () => {
    const body = bodyOf([misread(1, 5), misread(2, 99)], DIGEST, [fact("f8", 0), fact("f9", 5)]);
    expect(body.misread).toEqual([{ fact: 1, why: "Wrong." }]);
    expect(body.digest).toBe(DIGEST);
  });

  it("sends a passage by its place, and no value", () => {
    const span = { document_id: "d1", start: 2, end: 6, quote: "SpO2" };
    const added: Pending = {
      id: 1,
      kind: "added",
      span,
      concept: "spo2",
      conceptName: "SpO2",
      side: null,
      why: "Missed.",
    };
    expect(bodyOf([added, takenBack], DIGEST, [])).toMatchObject({
      added: [{ document_id: "d1", start: 2, end: 6, concept: "spo2", side: null, why: "Missed." }],
      taken_back: [{ correction: 3, why: "Right." }],
    });
  });
});

describe("idOfProblem", () => {
  it("finds what a problem is about among its own kind", () => {
    const all = [misread(4, 0), takenBack, misread(7, 5)];
    expect(idOfProblem("/misread/1/fact", all)).toBe(7);
    expect(idOfProblem("/taken_back/0/correction", all)).toBe(9);
    expect(idOfProblem("", all)).toBeNull();
  });
});
