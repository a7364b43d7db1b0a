import { type Draft, LISTS } from "@/features/submit/draft";
import type { Texts } from "@/texts/en";

/** What a field is called where it does not stand: "Service 2: Units". */
export function nameOf(field: string, draft: Draft, t: Texts): string {
  const [part = "", ...rest] = field.split("/");
  const name = rest.at(-1) ?? part;
  const fields: Readonly<Record<string, string>> = t.submit.fields;
  const list = LISTS.find((one) => one === part);
  if (part === "requester" && name === "name") return t.submit.fields.requester;
  if (list === "diagnoses") return t.submit.rows.diagnoses(place(draft, field) + 1);
  const label = fields[name] ?? name;
  return list ? `${t.submit.rows[list](place(draft, field) + 1)}: ${label}` : label;
}

function place(draft: Draft, field: string): number {
  const [list, row = ""] = field.split("/");
  return draft.rows[list as (typeof LISTS)[number]].indexOf(row);
}
