import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { offersOf } from "@/features/decide/offers";

const act = (name: Schema["CaseAct"], more: Partial<Schema["ActPermission"]> = {}): Schema["ActPermission"] => ({
  act: name,
  permitted: true,
  theirs: true,
  reason: null,
  roles: ["nurse_reviewer"],
  states: ["recommended"],
  ...more,
});

const decision = (more: Partial<Schema["DecisionPermission"]>): Schema["DecisionPermission"] => ({
  action: "override",
  outcome: "approved",
  permitted: true,
  theirs: true,
  reason: null,
  same_specialty: false,
  reason_codes: [],
  ...more,
});

const permitted = (
  acts: Schema["ActPermission"][],
  decisions: Schema["DecisionPermission"][] = [],
): Schema["Permitted"] => ({
  acts,
  decisions,
  extensions: [],
  priorities: [],
  last_day_to_appeal: null,
  suggested: { allowed: "not_stated", said: [] },
});

describe("what is offered", () => {
  it("leaves out what is never theirs", () => {
    const found = offersOf(
      permitted([act("escalate", { theirs: false, permitted: false, reason: "No." })]),
      "recommended",
    );
    expect(found).toEqual([]);
  });

  it("says which state an act takes, where the case is in another", () => {
    const found = offersOf(permitted([act("close", { permitted: false, states: ["determined"] })]), "recommended");
    expect(found).toEqual([{ id: "closing", isMore: true, why: { kind: "state", states: ["determined"] } }]);
  });

  it("says the service's own words for a rule", () => {
    const found = offersOf(permitted([act("extend", { permitted: false, reason: "Extended once." })]), "recommended");
    expect(found[0]?.why).toEqual({ kind: "said", said: "Extended once." });
  });

  it("puts what follows something else with the first acts once it may be done", () => {
    const attempt = (more: Partial<Schema["ActPermission"]>) =>
      offersOf(permitted([act("log_attempt", more)]), "recommended")[0]?.isMore;
    expect(attempt({ permitted: false, states: ["information_requested"] })).toBe(true);
    expect(attempt({})).toBe(false);
  });

  it("offers an override where one outcome is permitted, and refuses the acceptance with its reason", () => {
    const found = offersOf(
      permitted(
        [act("determine")],
        [
          decision({ action: "accept", permitted: false, reason: "To pend." }),
          decision({ permitted: false }),
          decision({ outcome: "adverse" }),
        ],
      ),
      "recommended",
    );
    expect(found).toEqual([
      { id: "accept", isMore: false, why: { kind: "said", said: "To pend." } },
      { id: "override", isMore: false, why: null },
    ]);
  });

  it("offers no decision to whom none is theirs", () => {
    expect(offersOf(permitted([act("determine")], [decision({ theirs: false })]), "recommended")).toEqual([]);
  });
});
