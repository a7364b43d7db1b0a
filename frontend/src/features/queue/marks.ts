type Known = { readonly case_id: string };

/** As many as one call assigns. */
export const MOST_MARKED = 200;

/** The cases that are marked, by id, and from which a range begins. */
export type Marks = { readonly ids: ReadonlySet<string>; readonly from: string | null };

export const NO_MARKS: Marks = { ids: new Set(), from: null };

/** Marks a case, or takes its mark away. Beyond {@link MOST_MARKED} nothing is marked. */
export function toggled({ ids, from }: Marks, id: string): Marks {
  const next = new Set(ids);
  if (next.delete(id)) return { ids: next, from: id };
  return ids.size < MOST_MARKED ? { ids: next.add(id), from: id } : { ids, from };
}

/** Marks all cases between the last that was marked and this one; with none, this one. */
export function ranged({ ids, from }: Marks, items: readonly Known[], id: string): Marks {
  const at = items.findIndex(({ case_id }) => case_id === id);
  const begin = items.findIndex(({ case_id }) => case_id === from);
  if (at < 0) return { ids, from };
  const [low, high] = begin < 0 ? [at, at] : [Math.min(at, begin), Math.max(at, begin)];
  const all = new Set([...ids, ...items.slice(low, high + 1).map(({ case_id }) => case_id)]);
  return { ids: new Set([...all].slice(0, MOST_MARKED)), from: id };
}
