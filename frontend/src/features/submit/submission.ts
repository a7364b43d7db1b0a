import type { Schema } from "@/api/client";
import {
  type Draft,
  emptyDraft,
  fieldOf,
  filledRows,
  type List,
  valueOf,
  withRow,
  withValue,
} from "@/features/submit/draft";

type Body = Schema["CaseSubmission"];

/** A draft as the service takes it. `fields` tells which field of the form a place of the body was written in. */
export type Submission = { readonly body: Body; readonly fields: ReadonlyMap<string, string> };

/** A thing that is wrong, and the field that it is about; null where the form has none for it. */
export type Placed = { readonly field: string | null; readonly path: string; readonly message: string };

/** The body of a draft. Rows that are empty are left out; what is not a number or a date goes as it was typed. */
export function submissionOf(draft: Draft): Submission {
  const fields = new Map<string, string>();
  const text = (path: string, field: string) => {
    fields.set(path, field);
    return valueOf(draft, field) || null;
  };
  const rowsOf = <Row>(list: List, at: string, make: (read: (name: string) => string | null) => Row) =>
    filledRows(draft, list).map((row, index) =>
      make((name) => text(`/${at}/${index}/${name}`, fieldOf(list, row, name))),
    );
  const member = (name: string) => text(`/member/${name}`, `member/${name}`);
  const requester = {
    name: text("/requester/name", "requester/name"),
    contact: text("/requester/contact", "requester/contact"),
  };
  const priority = (text("/priority", "request/priority") ?? "standard") as Body["priority"];
  const expeditedBy = text("/expedited_by", "request/expedited_by") as Body["expedited_by"];
  const body = {
    member: {
      name: member("name") ?? "",
      birth_date: member("birth_date"),
      sex: member("sex"),
      member_id: member("member_id"),
      plan_type: member("plan_type"),
      state: member("state")?.toUpperCase() ?? null,
    },
    provider: rowsOf("providers", "provider", (read) => ({
      npi: read("npi") ?? "",
      name: read("name"),
      role: read("role") ?? "ordering",
    })),
    requester: requester.name || requester.contact ? { ...requester, name: requester.name ?? "" } : null,
    plan_id: text("/plan_id", "request/plan_id"),
    jurisdiction: text("/jurisdiction", "request/jurisdiction"),
    language: text("/language", "request/language"),
    priority,
    expedited_by: priority === "expedited" ? expeditedBy : null,
    line_of_business: text("/line_of_business", "request/line_of_business"),
    timing: text("/timing", "request/timing") ?? "pre_service",
    diagnoses: diagnosesOf(draft, fields),
    services: rowsOf("services", "services", serviceOf),
    documents: rowsOf("documents", "documents", documentOf),
    history: draft.history,
  };
  filledRows(draft, "services").forEach((row, index) =>
    fields.set(`/services/${index}`, fieldOf("services", row, "to")),
  );
  return { body: body as Body, fields };
}

function diagnosesOf(draft: Draft, fields: Map<string, string>): string[] {
  return filledRows(draft, "diagnoses").map((row, index) => {
    const field = fieldOf("diagnoses", row, "code");
    fields.set(`/diagnoses/${index}`, field);
    return valueOf(draft, field);
  });
}

function serviceOf(read: (name: string) => string | null) {
  return {
    line: read("line") ?? "",
    code: read("code") ?? "",
    modifiers: (read("modifiers") ?? "")
      .toUpperCase()
      .split(/[\s,]+/)
      .filter(Boolean),
    side: read("side"),
    units: numberOf(read("units")),
    place_of_service: read("place_of_service"),
    order_date: read("order_date"),
    from: read("from"),
    to: read("to"),
    request_type: read("request_type"),
  };
}

function documentOf(read: (name: string) => string | null) {
  const kind = read("kind");
  const signed = read("signed");
  return {
    ...(kind && { kind }),
    title: read("title") ?? "",
    date: read("date"),
    author: read("author"),
    signed: signed ? signed === "yes" : null,
    text: read("text") ?? "",
  };
}

function numberOf(typed: string | null): number | string | null {
  return typed && /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
}

/** The problems that the service found, each with its field: the place itself, or what it stands in. */
export function placed(problems: readonly Schema["Problem"][], { fields }: Submission): readonly Placed[] {
  return problems.map(({ path, message }) => {
    let place = path;
    while (place && !fields.has(place)) place = place.slice(0, place.lastIndexOf("/"));
    return { field: fields.get(place) ?? null, path, message };
  });
}

/** The draft of a body, such as a sample's. */
export function draftOf(body: Partial<Body>, key: string): Draft {
  const bare = emptyDraft(key);
  const empty: Draft = { ...bare, rows: { providers: [], diagnoses: [], services: [], documents: [] } };
  const sent = Array.isArray(body.provider)
    ? body.provider
    : body.provider
      ? [body.provider as Schema["Provider"]]
      : [];
  let draft: Draft = { ...empty, history: body.history ?? null };
  for (const [part, values] of Object.entries({ member: body.member, requester: body.requester, request: body })) {
    for (const [name, value] of Object.entries(values ?? {})) {
      if (typeof value === "string") draft = withValue(draft, `${part}/${name}`, value);
    }
  }
  for (const provider of sent) draft = withRow(draft, "providers", textsOf(provider));
  for (const code of body.diagnoses ?? []) draft = withRow(draft, "diagnoses", { code });
  for (const service of body.services ?? []) draft = withRow(draft, "services", textsOf(service));
  for (const document of body.documents ?? []) draft = withRow(draft, "documents", textsOf(document));
  return draft;
}

function textsOf(row: object): Record<string, string> {
  const given = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.join(" ") : String(value);
}
