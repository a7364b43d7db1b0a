import { describe, expect, it } from "vitest";

import { advanced, begun, type CaseEvent, phaseOf } from "@/features/live/progress";

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
      reason: null,
      lookups: [{ source: "icd10", tool: "lookup code", outcome: "answered", durationMs: 6.5, isCached: false }],
    });
    expect(lanes.coverage.state).toBe("waiting");
  });

  it("says that an agent failed, and why", () => {
    const failed: CaseEvent = { type: "agent.failed", at: at(2), agent: "coverage", revision: 1, reason: "No answer." };
    expect(after(started("coverage"), failed).lanes.coverage).toMatchObject({ state: "failed", reason: "No answer." });
  });

  it("keeps what was found where a review is taken up again, and says what an earlier review found", () => {
    const done: CaseEvent = { type: "agent.completed", at: at(2), agent: "clinical", revision: 1 };
    const again: CaseEvent = {
      type: "review.started",
      at: at(3),
      revision: 1,
      attempt: 2,
      kept: ["clinical", "compliance"],
    };
    const progress = after(started("clinical"), done, started("coverage"), again);
    expect(progress.attempt).toBe(2);
    expect(progress.lanes.clinical).toMatchObject({ state: "done", ended: at(2) });
    expect(progress.lanes.compliance.state).toBe("kept");
    expect(progress.lanes.coverage.state).toBe("waiting");
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

describe("phaseOf", () => {
  it("names where the review is", () => {
    expect(phaseOf(begun(1))).toBe("preflight");
    expect(phaseOf(after(started("clinical")))).toBe("reading");
    expect(phaseOf(after(started("clinical"), started("coverage")))).toBe("coverage");
    expect(phaseOf(after({ type: "recommendation.ready", at: at(4), revision: 1 }))).toBe("ready");
  });
});
