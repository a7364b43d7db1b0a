import type { Schema } from "@/api/client";

/** What a lookup or the case itself says for a criterion: it has no place in the record. */
export function Lookups({ criterion }: { criterion: Schema["CriterionResult"] }) {
  const said = criterion.evidence.flatMap((one) => {
    if (one.type === "lookup" || one.type === "derived") return [one.statement];
    return one.type === "field" ? [`${one.pointer}: ${one.value}`] : [];
  });
  if (said.length === 0) return null;
  return (
    <ul className="text-ink-soft mt-1 text-xs">
      {said.map((one) => (
        <li key={one} lang="en">
          {one}
        </li>
      ))}
    </ul>
  );
}
