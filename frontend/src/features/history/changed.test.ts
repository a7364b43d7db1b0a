import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { changedIn } from "@/features/history/changed";
import { en } from "@/texts/en";

const SAME: Schema["RevisionChanges"] = {
  before: 1,
  after: 2,
  recommendation: ["PEND", "PEND"],
  route: ["NEEDS_INFORMATION", "NEEDS_INFORMATION"],
  confidence: [0.61, 0.61],
  documents_added: [],
  gates: [],
  criteria: [],
  answered: [],
  asked: [],
};

describe("changedIn", () => {
  it("says nothing where nothing changed", () => {
    expect(changedIn(SAME, new Map(), en)).toMatchObject({ isNothing: true, draft: null, strength: null });
  });

  it("says draft, strength, documents and each criterion with both standings", () => {
    const changes: Schema["RevisionChanges"] = {
      ...SAME,
      recommendation: ["PEND", "APPROVE"],
      route: ["NEEDS_INFORMATION", null],
      confidence: [0.61, 0.94],
      documents_added: ["d5", "d6"],
      criteria: [
        {
          line: "1",
          policy_id: "NCD-1",
          criterion_id: "a",
          text: "Tested at rest",
          before: "INSUFFICIENT",
          after: "MET",
        },
        { line: "1", policy_id: "NCD-1", criterion_id: "b", text: "New one", before: null, after: "NOT_MET" },
      ],
    };
    const changed = changedIn(changes, new Map([["d5", "Oximetry"]]), en);
    expect(changed.draft).toEqual({ what: "Draft", where: "", before: "Pend: needs information", after: "Approve" });
    expect(changed.strength).toMatchObject({ before: "0.61", after: "0.94" });
    expect(changed.documents).toEqual(["Oximetry", "d6"]);
    expect(changed.criteria).toEqual([
      { what: "Tested at rest", where: "NCD-1, line 1", before: "Not established", after: "Met" },
      { what: "New one", where: "NCD-1, line 1", before: "Not assessed", after: "Record contradicts" },
    ]);
    expect(changed.isNothing).toBe(false);
  });

  it("tells a route apart where the outcome stays", () => {
    const moved = changedIn({ ...SAME, route: ["NEEDS_INFORMATION", "NEEDS_PHYSICIAN"] }, new Map(), en);
    expect(moved.draft).toMatchObject({ before: "Pend: needs information", after: "Pend: needs a physician" });
  });
});
