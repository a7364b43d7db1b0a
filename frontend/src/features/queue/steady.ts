type Known = { readonly case_id: string };

/** What is shown of a list that changed: `gone` are shown and no longer in it, `waiting` are in it and not shown yet. */
export type Shown<Item> = { items: readonly Item[]; gone: ReadonlySet<string>; waiting: number };

/** All of a list, as it is. */
export function whole<Item extends Known>(items: readonly Item[]): Shown<Item> {
  return { items, gone: new Set(), waiting: 0 };
}

/**
 * A list that changed, without moving a row: each keeps its place and shows what is new of it. What follows the last row
 * that both know is added at the end; what belongs between waits.
 */
export function steadied<Item extends Known>(shown: readonly Item[], fresh: readonly Item[]): Shown<Item> {
  const known = new Set(shown.map(({ case_id }) => case_id));
  const news = new Map(fresh.map((item) => [item.case_id, item]));
  const last = fresh.findLastIndex(({ case_id }) => known.has(case_id));
  const after = last < 0 ? [] : fresh.slice(last + 1);
  return {
    items: [...shown.map((item) => news.get(item.case_id) ?? item), ...after],
    gone: new Set([...known].filter((id) => !news.has(id))),
    waiting: fresh.filter(({ case_id }) => !known.has(case_id)).length - after.length,
  };
}
