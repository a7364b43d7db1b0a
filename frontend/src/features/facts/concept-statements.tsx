import { Badge } from "@/components/ui/badge";
import { Chart } from "@/features/facts/chart";
import { Mentions } from "@/features/facts/mentions";
import { useReading } from "@/features/facts/reading";
import type { ConceptGroup, Fact, Statement } from "@/features/facts/statements";
import { timelineOf } from "@/features/facts/timeline";
import { conditionsSaid, dateSaid, valueSaid } from "@/features/facts/wording";
import { useTexts } from "@/texts";

/** All that the record states of one concept: values in a table with their chart, anything else as a list. */
export function ConceptStatements({ group }: { group: ConceptGroup }) {
  const timeline = group.kind === "measurement" ? timelineOf(group.statements) : null;
  return (
    <div className="py-2">
      <h4 className="font-medium first-letter:uppercase">{group.name}</h4>
      {timeline && <Chart name={group.name} timeline={timeline} />}
      {group.kind === "measurement" ? <Values group={group} /> : <Statements statements={group.statements} />}
    </div>
  );
}

function Values({ group }: { group: ConceptGroup }) {
  const t = useTexts();
  return (
    <table className="w-full text-left">
      <caption className="sr-only">{group.name}</caption>
      <thead>
        <tr className="text-ink-soft text-xs">
          {[t.facts.columns.value, t.facts.columns.conditions, t.facts.columns.date, t.facts.columns.source].map(
            (name) => (
              <th key={name} scope="col" className="pr-3 font-normal">
                {name}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {group.statements.map((statement) => (
          <tr key={statement.key} className="align-top">
            <td className="w-28 py-1 pr-3 font-medium tabular-nums">
              {valueSaid(statement.fact, t.facts) || "—"}
              <Standing fact={statement.fact} />
            </td>
            <td className="w-36 py-1 pr-3">{conditionsSaid(statement.fact, t.facts).join(", ") || "—"}</td>
            <td className="w-28 py-1 pr-3 tabular-nums">
              {dateSaid(statement.fact, t.facts, t.locale) || <span className="text-ink-soft">{t.facts.undated}</span>}
            </td>
            <td className="py-1">
              <Mentions statement={statement} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Statements({ statements }: { statements: readonly Statement[] }) {
  const t = useTexts();
  return (
    <ul>
      {statements.map((statement) => {
        const { fact } = statement;
        const about = [...conditionsSaid(fact, t.facts), dateSaid(fact, t.facts, t.locale)].filter(Boolean);
        return (
          <li key={statement.key} className="grid grid-cols-[10rem_1fr] gap-x-3 py-1">
            <div>
              <span className={fact.assertion === "present" ? "" : "font-medium"}>
                {t.facts.assertion[fact.assertion]}
              </span>
              <p className="text-ink-soft text-xs">{about.join(", ")}</p>
              <Standing fact={fact} />
            </div>
            <Mentions statement={statement} />
          </li>
        );
      })}
    </ul>
  );
}

/** Why a fact counts for less than it says: another assertion, a doubt, what corrects it, who added it. */
function Standing({ fact }: { fact: Fact }) {
  const t = useTexts();
  const { byId, said } = useReading();
  const corrected = fact.superseded_by ? byId.get(fact.superseded_by) : undefined;
  return (
    <div className="space-y-0.5 text-xs font-normal">
      {fact.value != null && fact.assertion !== "present" && <Badge>{t.facts.assertion[fact.assertion]}</Badge>}
      {fact.doubt && (
        <p>
          <Badge tone="open">{t.facts.doubt}</Badge> {fact.doubt}
        </p>
      )}
      {fact.superseded_by && (
        <p>
          <Badge tone="open">{t.facts.superseded}</Badge> {corrected && t.facts.supersededBy(said(corrected))}
        </p>
      )}
      {fact.added_by && <Badge tone="accent">{t.facts.addedBy(fact.added_by)}</Badge>}
    </div>
  );
}
