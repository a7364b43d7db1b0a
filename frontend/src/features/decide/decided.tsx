import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { useTexts } from "@/texts";

type Determination = Schema["Determination"];

/** What was decided at each level, by whom, for which services and dates, and whom it was told. */
export function DecidedPanel({ found, lastDay = null }: { found: Schema["CaseAnswer"]; lastDay?: string | null }) {
  const t = useTexts();
  if (found.determinations.length === 0) return null;
  const isOpenToAppeal =
    found.level === "initial" && found.determinations.some(({ outcome }) => outcome !== "approved");
  return (
    <Panel title={t.decided.decided}>
      <ol className="space-y-4">
        {found.determinations.map((one) => (
          <li key={one.level}>
            <Decision made={one} isOnly={found.determinations.length === 1} />
          </li>
        ))}
      </ol>
      <Told found={found} />
      {isOpenToAppeal && lastDay && <p className="text-ink-soft mt-2 text-xs">{t.decided.lastDay(lastDay)}</p>}
    </Panel>
  );
}

function Decision({ made, isOnly }: { made: Determination; isOnly: boolean }) {
  const t = useTexts();
  const who = [made.decider?.name, made.decider?.credential].filter(Boolean).join(", ") || made.decided_by;
  return (
    <>
      {!isOnly && <h3 className="text-ink-soft text-xs font-semibold">{t.decided.level[made.level]}</h3>}
      <p>
        <Badge tone="accent">{t.determined[made.outcome]}</Badge>{" "}
        {t.decided.decidedBy(who, new Date(made.decided_at).toLocaleString(t.locale))}{" "}
        <span className="text-ink-soft text-xs">{t.decided.onRevision(made.revision)}</span>
      </p>
      <dl className="mt-1 space-y-1 text-xs">
        {made.authorization_number && <Said label={t.decided.number}>{made.authorization_number}</Said>}
        {made.lines.map((line) => (
          <Line key={line.line} line={line} />
        ))}
        {made.override && (
          <Said label={t.decided.rationale}>
            {t.reasonCode[made.override.reason_code]}: {made.override.rationale}
          </Said>
        )}
      </dl>
    </>
  );
}

function Line({ line }: { line: Determination["lines"][number] }) {
  const t = useTexts();
  const units = line.units && line.requested_units ? t.decided.units(line.units, line.requested_units) : null;
  const dates = line.begins && line.ends ? t.decided.dates(line.begins, line.ends) : null;
  return (
    <>
      <Said label={t.decided.line(line.line, line.code)}>
        {[t.forms.line.outcomes[line.outcome], units, dates].filter(Boolean).join(" · ")}
      </Said>
      {line.conditions.length > 0 && <Said label={t.decided.conditions}>{line.conditions.join("; ")}</Said>}
      {line.reason && (
        <>
          <Said label={t.decided.fact}>{line.reason.fact}</Said>
          <Said label={t.decided.provision}>{line.reason.provision}</Said>
          <Said label={t.decided.why}>{line.reason.explanation}</Said>
        </>
      )}
    </>
  );
}

function Said({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-soft inline">{label}: </dt>
      <dd className="inline">{children}</dd>
    </div>
  );
}

/** Whom the determination was told, and who appealed. */
function Told({ found }: { found: Schema["CaseAnswer"] }) {
  const t = useTexts();
  const at = (moment: string) => new Date(moment).toLocaleString(t.locale);
  const notified = found.acts.flatMap(({ number, body }) =>
    body.act === "log_notification" ? [{ number, body }] : [],
  );
  const appeals = found.acts.flatMap(({ number, body }) => (body.act === "appeal" ? [{ number, body }] : []));
  return (
    <ul className="text-ink-soft mt-2 space-y-0.5 text-xs">
      {notified.map(({ number, body }) => (
        <li key={number}>
          {t.decided.told}:{" "}
          {t.decided.toldTo(t.forms.party[body.to], t.forms.channel[body.channel], at(body.notified_at))}
        </li>
      ))}
      {notified.length === 0 && <li>{t.decided.notTold}</li>}
      {appeals.map(({ number, body }) => (
        <li key={number}>
          {t.decided.appealed(t.forms.party[body.filed_by], at(body.filed_at))}: {body.grounds}
        </li>
      ))}
    </ul>
  );
}
