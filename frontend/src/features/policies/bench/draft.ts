import type { Schema } from "@/api/client";

export type Note = { kind: Schema["DocumentKind"]; date: string; signed: boolean | null; text: string };

/** What is tried: notes, and the little of a request that criteria ask for. What is empty was not given. */
export type Draft = {
  notes: readonly Note[];
  code: string;
  requestType: Schema["RequestType"] | "";
  orderDate: string;
  diagnoses: string;
  birthDate: string;
  sex: Schema["Sex"] | "";
  state: string;
  business: Schema["LineOfBusiness"] | "";
  planId: string;
};

export const DOCUMENT_KINDS = [
  "visit_note",
  "order",
  "request_form",
  "nursing_note",
  "therapy_notes",
  "imaging",
  "lab",
  "pathology",
  "test_report",
  "sleep_study",
  "procedure_note",
  "discharge_summary",
  "letter_of_necessity",
  "letter",
  "referral",
  "other",
] as const satisfies readonly Schema["DocumentKind"][];

export const MOST_NOTES = 20;

export const blankNote = (date: string): Note => ({ kind: "visit_note", date, signed: true, text: "" });

/** A request that the policy would bind, ordered on a day, with one note that is still empty. */
export function draftFor(policy: Schema["Policy"], day: string): Draft {
  return {
    notes: [blankNote(day)],
    code: policy.codes[0]?.code ?? "",
    requestType: policy.request_types[0] ?? "",
    orderDate: day,
    diagnoses: "",
    birthDate: "",
    sex: "",
    state: policy.states[0] ?? "",
    business: policy.lines_of_business[0] ?? "",
    planId: policy.plan_id ?? "",
  };
}

/** What an example sends of the service that the policy governs. */
export function draftFrom(example: Schema["CaseSubmission"], policy: Schema["Policy"], day: string): Draft {
  const service = example.services?.find(({ code }) => names(policy, code));
  return {
    notes: (example.documents ?? []).slice(0, MOST_NOTES).map(({ kind, date, signed, text }) => ({
      kind,
      date: date ?? "",
      signed: signed ?? null,
      text: text ?? "",
    })),
    code: service?.code ?? policy.codes[0]?.code ?? "",
    requestType: service?.request_type ?? "",
    orderDate: service?.order_date ?? day,
    diagnoses: (example.diagnoses ?? []).join(", "),
    birthDate: example.member.birth_date ?? "",
    sex: example.member.sex ?? "",
    state: example.member.state ?? "",
    business: example.line_of_business ?? "",
    planId: example.plan_id ?? "",
  };
}

/** Whether an example asks for a service that the policy governs. */
export function isAbout(example: Schema["CaseSubmission"], policy: Schema["Policy"]): boolean {
  return (example.services ?? []).some(({ code }) => names(policy, code));
}

function names(policy: Schema["Policy"], code: string | undefined): boolean {
  return policy.codes.some((entry) => entry.code === code);
}

/** What is sent; null while every note is empty. Codes may be parted by commas or blanks. */
export function bodyOf(draft: Draft): Schema["TrialRequest"] | null {
  if (draft.notes.every(({ text }) => !text.trim())) return null;
  const state = draft.state.trim().toUpperCase();
  return {
    documents: draft.notes.map(({ kind, date, signed, text }) => ({
      kind,
      date: date || null,
      signed,
      text,
      title: "",
      author: null,
    })),
    diagnoses: draft.diagnoses
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter(Boolean),
    service: {
      line: "1",
      code: draft.code,
      modifiers: [],
      request_type: draft.requestType || null,
      order_date: draft.orderDate || null,
    },
    member: {
      birth_date: draft.birthDate || null,
      sex: draft.sex || null,
      state: /^[A-Z]{2}$/.test(state) ? state : null,
    },
    line_of_business: draft.business || null,
    plan_id: draft.planId || null,
  };
}
