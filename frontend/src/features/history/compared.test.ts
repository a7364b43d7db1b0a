import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { comparedCriteria } from "@/features/history/compared";

function revision(...statuses: [policy: string, id: string, status: Schema["Status"]][]): Schema["RevisionAnswer"] {
  const criteria = statuses.map(([policy_id, id, status]) => ({
    policy_id,
    result: { id, status, text: `Text ${id}` },
  }));
  return { coverage: { lines: [{ line: "1", criteria, universal: [] }] } } as unknown as Schema["RevisionAnswer"];
}

describe("comparedCriteria", () => {
  it("sets both statuses side by side, by policy", () => {
    const before = revision(["NCD-1", "a", "INSUFFICIENT"], ["NCD-1", "b", "MET"], ["LCD-2", "c", "MET"]);
    const after = revision(["NCD-1", "a", "MET"], ["NCD-1", "b", "MET"], ["NCD-1", "d", "NOT_MET"]);
    expect(
      comparedCriteria(before, after).map(({ policy, criteria }) => [
        policy,
        criteria.map(({ text, before: was, after: is }) => [text, was, is]),
      ]),
    ).toEqual([
      [
        "NCD-1",
        [
          ["Text a", "INSUFFICIENT", "MET"],
          ["Text b", "MET", "MET"],
          ["Text d", null, "NOT_MET"],
        ],
      ],
      ["LCD-2", [["Text c", "MET", null]]],
    ]);
  });

  it("has nothing of an agent that failed", () => {
    const failed = { coverage: { agent: "coverage", failure: "unavailable", reason: "" } } as Schema["RevisionAnswer"];
    expect(comparedCriteria(failed, failed)).toEqual([]);
  });
});
