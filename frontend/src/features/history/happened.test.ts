import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { happeningsOf, type Sources } from "@/features/history/happened";
import { en } from "@/texts/en";

const act = {
  number: 1,
  actor: "nurse",
  at: "2026-11-23T02:00:03Z",
  level: "initial",
  revision: 1,
  person: null,
  body: { act: "escalate", reason: "A physician has to see it." },
} as Schema["RecordedAct"];
const sources: Sources = {
  found: { acts: [act], determinations: [], issued: [], case: { documents: [] } as never },
  revisions: [{ number: 2, cause: "documents_added" }],
  names: new Map([["nurse", "Amara Okonjo, RN"]]),
};

function event(sequence: number, type: Schema["EventType"], actor: string, payload: Record<string, unknown> | null) {
  return {
    sequence,
    type,
    actor,
    payload,
    at: `2026-11-23T02:00:0${sequence}Z`,
    payload_digest: "",
    previous: "",
    digest: "",
  };
}

describe("happeningsOf", () => {
  it("tells the newest first, with who did it in words", () => {
    const told = happeningsOf(
      [
        event(1, "case.received", "development", { revision: 1 }),
        event(2, "agent.started", "orchestrator", { agent: "clinical", revision: 1 }),
        event(3, "case.escalated", "nurse", { number: 1, reason: "A physician has to see it." }),
      ],
      sources,
      en,
    );
    expect(told.map(({ title, who, details, isStep }) => [title, who, details, isStep])).toEqual([
      ["Escalated to a medical director", "Amara Okonjo, RN", ["A physician has to see it."], false],
      ["Agent began", "the service", ["Revision 1", "Clinical"], true],
      ["Case received", "nobody signed in", ["Revision 1"], false],
    ]);
  });

  it("tells why a revision came about and what its draft says", () => {
    const payload = { revision: 2, recommendation: "PEND", route: "NEEDS_INFORMATION" };
    const [told] = happeningsOf([event(4, "recommendation.ready", "orchestrator", payload)], sources, en);
    expect(told?.details).toEqual(["Revision 2", "documents were added", "Pend: needs information"]);
  });

  it("tells nothing of what a lawful deletion took", () => {
    expect(happeningsOf([event(1, "case.received", "nurse", null)], sources, en)[0]?.details).toEqual([]);
  });
});
