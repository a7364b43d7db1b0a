import { describe, expect, it } from "vitest";

import { emptyDraft, fieldOf, isEmpty, missingIn, withoutRow, withRow, withValue } from "@/features/submit/draft";
import { draftOf, placed, submissionOf } from "@/features/submit/submission";

const SAMPLE = {
  member: { name: "Ada", birth_date: "1950-02-03", sex: null, member_id: null, plan_type: null, state: "OH" },
  provider: [{ npi: "2000001372", name: null, role: "ordering" }],
  line_of_business: "medicare_ffs",
  priority: "standard",
  timing: "pre_service",
  diagnoses: ["J44.9", "J96.11"],
  services: [
    {
      line: "1",
      code: "E1390",
      modifiers: ["RR", "N1"],
      side: null,
      units: 1,
      place_of_service: "12",
      order_date: "2026-10-08",
      from: null,
      to: null,
      request_type: "initial",
    },
  ],
  documents: [{ kind: "order", title: "Order", date: null, author: null, signed: true, text: "E1390" }],
} as const;

const sample = () => draftOf(SAMPLE as never, "key");

describe("submissionOf", () => {
  it("gives back what a sample holds", () => {
    expect(submissionOf(sample()).body).toMatchObject(SAMPLE);
  });

  it("leaves out the rows into which nothing was written, and says where the others are", () => {
    const blank = withRow(emptyDraft("key"), "diagnoses");
    const row = blank.rows.diagnoses[1] ?? "";
    const submission = submissionOf(withValue(blank, fieldOf("diagnoses", row, "code"), " J44.9 "));
    expect(submission.body.diagnoses).toEqual(["J44.9"]);
    expect(submission.body.services).toEqual([]);
    expect(submission.fields.get("/diagnoses/0")).toBe(`diagnoses/${row}/code`);
  });

  it("sends what is no number as it was typed, so that the service says so", () => {
    const draft = sample();
    const field = fieldOf("services", draft.rows.services[0] ?? "", "units");
    expect(submissionOf(withValue(draft, field, "two")).body.services[0]?.units).toBe("two");
  });

  it("does not say who asks to expedite where nobody does", () => {
    const asked = withValue(sample(), "request/expedited_by", "member");
    expect(submissionOf(asked).body.expedited_by).toBeNull();
    expect(submissionOf(withValue(asked, "request/priority", "expedited")).body.expedited_by).toBe("member");
  });
});

describe("placed", () => {
  it("finds the field of a place, of what stands in it, and none for what is not on the form", () => {
    const draft = sample();
    const service = draft.rows.services[0] ?? "";
    const paths = ["/member/name", "/services/0/modifiers/1", "/services/0", "/history/usage/0"];
    const problems = paths.map((path) => ({ path, code: "x", message: path }));
    expect(placed(problems, submissionOf(draft)).map(({ field }) => field)).toEqual([
      "member/name",
      `services/${service}/modifiers`,
      `services/${service}/to`,
      null,
    ]);
  });
});

describe("a draft", () => {
  it("names what a review needs, until it is there", () => {
    const draft = emptyDraft("key");
    expect(isEmpty(draft)).toBe(true);
    expect(missingIn(draft)).toHaveLength(6);
    expect(missingIn(sample())).toEqual([]);
  });

  it("forgets what stood in a row that is taken away", () => {
    const draft = sample();
    const gone = withoutRow(draft, "services", draft.rows.services[0] ?? "");
    expect(Object.keys(gone.values).some((field) => field.startsWith("services/"))).toBe(false);
  });
});
