import type { Schema } from "@/api/client";

type Revision = Pick<Schema["RevisionAnswer"], "coverage">;
type Status = Schema["Status"];

/** A criterion of two revisions. A side is null where it was not assessed there. */
export type ComparedCriterion = {
  key: string;
  text: string;
  line: string;
  before: Status | null;
  after: Status | null;
};
export type ComparedPolicy = { policy: string; criteria: readonly ComparedCriterion[] };

/** Every top-level criterion of both revisions by its policy, in the order of the later one, then what only the earlier has. */
export function comparedCriteria(before: Revision, after: Revision): ComparedPolicy[] {
  const [earlier, later] = [assessedIn(before), assessedIn(after)];
  const policies = new Map<string, ComparedCriterion[]>();
  for (const [key, { policy, line, result }] of new Map([...later, ...earlier])) {
    const own = policies.get(policy) ?? [];
    policies.set(policy, own);
    const statuses = { before: earlier.get(key)?.result.status ?? null, after: later.get(key)?.result.status ?? null };
    own.push({ key, line, text: result.title ?? result.text, ...statuses });
  }
  return [...policies].map(([policy, criteria]) => ({ policy, criteria }));
}

function assessedIn({ coverage }: Revision) {
  const lines = "failure" in coverage ? [] : coverage.lines;
  const assessed = lines.flatMap(({ line, criteria, universal }) =>
    [...criteria, ...universal].map(({ policy_id: policy, result }) => {
      return [`${line}/${policy}/${result.id}`, { policy, line, result }] as const;
    }),
  );
  return new Map(assessed);
}
