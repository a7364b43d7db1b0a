import { ArrowRightLeft } from "lucide-react";
import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { StandingBadge } from "@/features/criteria/standing";
import { comparedCriteria } from "@/features/history/compared";
import { DraftBadge } from "@/features/queue/draft-badge";
import { useTexts } from "@/texts";

type Revision = Schema["RevisionAnswer"];

/** Outcome, gates and every criterion of two revisions, with what changed marked by a word and a sign. */
export function ComparedTable({ before, after }: { before: Revision; after: Revision }) {
  const t = useTexts();
  const both = [before.recommendation, after.recommendation] as const;
  const [was, is] = both.map(({ gates }) => new Map(gates.map(({ gate, outcome }) => [gate, outcome])));
  return (
    <table className="w-full text-left">
      <thead>
        <tr className="text-ink-soft border-line border-b text-xs">
          <th scope="col" className="py-1 pr-3 font-medium">
            {t.history.what}
          </th>
          {[before, after].map(({ number }) => (
            <th key={number} scope="col" className="w-[28%] py-1 pr-3 font-medium">
              {t.history.revision(number)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-line divide-y">
        <Row
          name={t.recommendation.draft}
          isChanged={both[0].outcome !== both[1].outcome || both[0].route !== both[1].route}
          cells={both.map((one) => (
            <DraftBadge key={0} item={{ ...one, recommendation: one.outcome, outcome: null }} />
          ))}
        />
        {after.recommendation.gates.map(({ gate }) => {
          const outcomes = [was?.get(gate), is?.get(gate)];
          return (
            <Row
              key={gate}
              name={`${t.history.gates}: ${t.recommendation.gate[gate]}`}
              isChanged={outcomes[0] !== outcomes[1]}
              cells={outcomes.map((one) => (one ? t.recommendation.gateOutcome[one] : "—"))}
            />
          );
        })}
      </tbody>
      {comparedCriteria(before, after).map(({ policy, criteria }) => (
        <tbody key={policy} className="divide-line divide-y">
          <tr>
            <th scope="rowgroup" colSpan={3} className="text-ink-soft pt-3 pb-1 text-left text-xs font-semibold">
              {policy}
            </th>
          </tr>
          {criteria.map((one) => (
            <Row
              key={one.key}
              name={<span lang="en">{one.text}</span>}
              aside={t.history.changed.line(one.line)}
              isChanged={one.before !== one.after}
              cells={[one.before, one.after].map((status) =>
                status ? (
                  <StandingBadge key={0} criterion={{ status, reserved: null }} isAside={false} />
                ) : (
                  t.history.changed.notAssessed
                ),
              )}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Row({
  name,
  aside,
  isChanged,
  cells: [before, after],
}: {
  name: ReactNode;
  aside?: string;
  isChanged: boolean;
  cells: readonly ReactNode[];
}) {
  const t = useTexts();
  return (
    <tr className="align-top">
      <th scope="row" className="py-1.5 pr-3 text-left font-normal">
        {name} {aside && <span className="text-ink-soft text-xs">· {aside}</span>}{" "}
        {isChanged && (
          <Badge tone="accent">
            <ArrowRightLeft aria-hidden />
            {t.history.differs}
          </Badge>
        )}
      </th>
      <td className="py-1.5 pr-3">{before}</td>
      <td className="py-1.5">{after}</td>
    </tr>
  );
}
