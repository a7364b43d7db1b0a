import { describe, expect, it } from "vitest";

import { advanced, begun, type CaseEvent } from "@/features/case/progress";

const at = (second: number) => `2026-11-23T02:00:0${second}Z`;
const after = (...events: CaseEvent[]) => events.reduce(advanced, begun(0));
const started = (agent: "clinical" | "coverage", revision = 1): CaseEvent => ({
  type: "agent.started",
  at: at(1),
  agent,
  revision,
});

describe("advanced", () => {
  it("follows an agent with its lookups to its end", () => {
    const { lanes } = after(
      started("clinical"),
      {
        type: "lookup.called",
        at: at(2),
        agent: "clinical",
        revision: 1,
        lookup: "icd10",
        tool: "lookup_code",
        outcome: "answered",
        duration_ms: 6.5,
      },
      { type: "agent.completed", at: at(3), agent: "clinical", revision: 1 },
    );
    expect(lanes.clinical).toEqual({
      state: "done",
      began: at(1),
      ended: at(3),
      lookups: [{ name: "icd10: lookup code", outcome: "answered", durationMs: 6.5 }],
    });
    expect(lanes.coverage.state).toBe("waiting");
  });

  it("says that an agent failed", () => {
    expect(
      after(started("coverage"), { type: "agent.failed", at: at(2), agent: "coverage", revision: 1 }).lanes.coverage
        .state,
    ).toBe("failed");
  });

  it("begins anew with a newer revision, and when a review is taken up again", () => {
    expect(after(started("clinical"), started("coverage", 2)).lanes.clinical.state).toBe("waiting");
    expect(after(started("clinical"), { type: "review.started", at: at(2), revision: 1 }).lanes.clinical.state).toBe(
      "waiting",
    );
  });

  it("passes over what an older revision still tells", () => {
    expect(after(started("clinical", 2), started("coverage", 1)).lanes.coverage.state).toBe("waiting");
  });

  it("ends with the recommendation", () => {
    expect(after(started("clinical"), { type: "recommendation.ready", at: at(4), revision: 1 }).isOver).toBe(true);
  });
});
