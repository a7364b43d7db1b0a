import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { bodyOf, draftFor, draftFrom, isAbout } from "@/features/policies/bench/draft";

const policy = {
  codes: [{ code: "E1390" }, { code: "E0424" }],
  request_types: ["initial"],
  states: ["OH", "KY"],
  lines_of_business: ["medicare_ffs"],
  plan_id: null,
} as unknown as Schema["Policy"];

const example = {
  member: { name: "Invented Person", birth_date: "1950-01-02", sex: "female", state: "KY" },
  services: [{ code: "99213" }, { code: "E0424", request_type: "continuation", order_date: "2026-10-01" }],
  diagnoses: ["J44.9", "I10"],
  documents: [{ kind: "test_report", date: "2026-09-30", text: "SpO2 85 %" }],
  line_of_business: "medicare_advantage",
} as unknown as Schema["CaseSubmission"];

const DAY = "2026-11-23";

describe("a draft for a policy", () => {
  it("asks for what the policy would bind, and sends nothing while no note has words", () => {
    const draft = draftFor(policy, DAY);
    expect(draft).toMatchObject({ code: "E1390", requestType: "initial", state: "OH", business: "medicare_ffs" });
    expect(bodyOf(draft)).toBeNull();
    expect(bodyOf({ ...draft, notes: [{ kind: "lab", date: "", signed: null, text: " \n" }] })).toBeNull();
  });

  it("sends what was given, and null for what was not", () => {
    const notes = [{ kind: "lab" as const, date: "", signed: null, text: "A1c 7.1" }];
    const body = bodyOf({ ...draftFor(policy, DAY), notes, state: "ohio", diagnoses: " e11.9,i10 ; j44.9" });
    expect(body?.documents[0]).toMatchObject({ kind: "lab", date: null, text: "A1c 7.1" });
    expect(body?.diagnoses).toEqual(["E11.9", "I10", "J44.9"]);
    expect(body?.member).toEqual({ birth_date: null, sex: null, state: null });
    expect(body?.service).toMatchObject({ code: "E1390", order_date: DAY });
  });
});

describe("an example", () => {
  it("gives its notes and the service that the policy governs, and no name", () => {
    expect(isAbout(example, policy)).toBe(true);
    const draft = draftFrom(example, policy, DAY);
    expect(draft).toMatchObject({ code: "E0424", requestType: "continuation", diagnoses: "J44.9, I10", state: "KY" });
    expect(JSON.stringify(bodyOf(draft))).not.toContain("Invented");
  });

  it("is about another policy where it names none of its codes", () => {
    expect(isAbout({ ...example, services: [] } as Schema["CaseSubmission"], policy)).toBe(false);
  });
});
