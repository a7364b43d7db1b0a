import type { Schema } from "@/api/client";

/** What a case has several of. */
export const LISTS = ["providers", "diagnoses", "services", "documents"] as const;
export type List = (typeof LISTS)[number];

/**
 * A case as somebody writes it down: what stands in each field, by the field's name (`member/name`, `services/r3/code`),
 * and the rows of each list in their order. `key` makes every attempt to submit this draft the same one.
 */
export type Draft = {
  readonly values: Readonly<Record<string, string>>;
  readonly rows: Readonly<Record<List, readonly string[]>>;
  readonly next: number;
  readonly history: Schema["History"] | null;
  readonly key: string;
};

/** A draft with one empty row of each list. */
export function emptyDraft(key: string): Draft {
  const none: Draft = {
    values: {},
    rows: { providers: [], diagnoses: [], services: [], documents: [] },
    next: 1,
    history: null,
    key,
  };
  return LISTS.reduce((draft, list) => withRow(draft, list), none);
}

export function withValue(draft: Draft, field: string, value: string): Draft {
  return { ...draft, values: { ...draft.values, [field]: value } };
}

/** The draft with one row more at the end of a list, which holds these values. */
export function withRow(draft: Draft, list: List, values: Readonly<Record<string, string>> = {}): Draft {
  const row = `r${draft.next}`;
  const named = Object.entries(values).map(([name, value]) => [fieldOf(list, row, name), value]);
  return {
    ...draft,
    values: { ...draft.values, ...(Object.fromEntries(named) as Record<string, string>) },
    rows: { ...draft.rows, [list]: [...draft.rows[list], row] },
    next: draft.next + 1,
  };
}

export function withoutRow(draft: Draft, list: List, row: string): Draft {
  const begin = `${list}/${row}/`;
  const values = Object.fromEntries(Object.entries(draft.values).filter(([field]) => !field.startsWith(begin)));
  return { ...draft, values, rows: { ...draft.rows, [list]: draft.rows[list].filter((one) => one !== row) } };
}

/** The name of a field of a row. */
export function fieldOf(list: List, row: string, name: string): string {
  return `${list}/${row}/${name}`;
}

/** What stands in a field, without blanks around it; a document's text is left as it is. */
export function valueOf(draft: Draft, field: string): string {
  const value = draft.values[field] ?? "";
  return field.endsWith("/text") && value.trim() ? value : value.trim();
}

/** Whether anything was written into a row; what a row begins with does not count. */
export function isRowEmpty(draft: Draft, list: List, row: string): boolean {
  const begin = `${list}/${row}/`;
  return !Object.entries(draft.values).some(
    ([field, value]) => field.startsWith(begin) && !field.endsWith("/role") && value.trim(),
  );
}

/** The rows of a list into which something was written. */
export function filledRows(draft: Draft, list: List): readonly string[] {
  return draft.rows[list].filter((row) => !isRowEmpty(draft, list, row));
}

export function isEmpty(draft: Draft): boolean {
  return !draft.history && !Object.values(draft.values).some((value) => value.trim());
}

/** The fields without which a review pends, in the order of the page: the blocking items of compliance. */
export function missingIn(draft: Draft): readonly string[] {
  const first = (list: List) => draft.rows[list][0];
  const needed = (["providers/npi", "diagnoses/code", "services/code", "documents/text"] as const).flatMap((one) => {
    const [list, name] = one.split("/") as [List, string];
    const row = first(list);
    const has = draft.rows[list].some((each) => valueOf(draft, fieldOf(list, each, name)));
    return has || !row ? [] : [fieldOf(list, row, name)];
  });
  return [...["member/name", "member/birth_date"].filter((field) => !valueOf(draft, field)), ...needed];
}
