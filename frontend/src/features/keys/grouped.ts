/** Keys that do the same, and what they do. */
export type KeyGroup = Readonly<{ keys: readonly string[]; does: string }>;

/** What a row of keys is shortened from: the first, an ellipsis, the last. */
const MANY = 4;

/** The keys of a page as a list to read: those that do the same stand together, and of many only the ends. */
export function grouped(keys: readonly (readonly [key: string, does: string])[]): readonly KeyGroup[] {
  const groups = new Map<string, string[]>();
  for (const [key, does] of keys) {
    const group = groups.get(does);
    if (!group) groups.set(does, [key]);
    else if (!group.includes(key)) group.push(key);
  }
  return [...groups].map(([does, all]) => ({ does, keys: all.length < MANY ? all : [all[0]!, "…", all.at(-1)!] }));
}
