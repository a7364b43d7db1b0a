import { Ban, CircleCheck, CircleHelp, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { Badge, type Tone } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { Hierarchy } from "@/features/checks/hierarchy";
import { NoFindings } from "@/features/checks/no-findings";
import { useTexts } from "@/texts";

type Diagnosis = Schema["DiagnosisCheck"];

const LOOK: Record<Schema["CodeStatus"], { tone: Tone; icon: LucideIcon }> = {
  valid: { tone: "good", icon: CircleCheck },
  not_billable: { tone: "open", icon: TriangleAlert },
  not_found: { tone: "bad", icon: Ban },
  malformed: { tone: "bad", icon: Ban },
  unverified: { tone: "plain", icon: CircleHelp },
  not_evaluated: { tone: "plain", icon: CircleHelp },
};

/** The codes of the request: what each is, and whether it stands. */
export function CodesPanel({ revision }: { revision: Schema["RevisionAnswer"] }) {
  const t = useTexts();
  const { clinical, compliance } = revision;
  return (
    <Panel title={t.checks.codes}>
      {"failure" in clinical ? (
        <NoFindings failed={clinical} />
      ) : (
        <div className="space-y-4">
          <Diagnoses checks={clinical.diagnoses} />
          <Procedures checks={clinical.procedures} types={"failure" in compliance ? [] : compliance.service_types} />
        </div>
      )}
    </Panel>
  );
}

function Diagnoses({ checks }: { checks: readonly Diagnosis[] }) {
  const t = useTexts();
  const { columns, billable } = t.checks;
  const releases = [...new Set(checks.flatMap(({ release }) => release ?? []))];
  return (
    <CodeTable
      title={t.checks.diagnoses}
      aside={releases.join(", ")}
      columns={[columns.code, columns.description, columns.status, columns.billable]}
      isEmpty={checks.length === 0}
    >
      {checks.map((check) => (
        <tr key={check.submitted} className="align-top">
          <th scope="row" className="py-1.5 pr-3 text-left font-medium whitespace-nowrap">
            {check.submitted}
            {check.code && check.code !== check.submitted && (
              <span className="text-ink-soft block text-xs font-normal">{t.checks.readAs(check.code)}</span>
            )}
            {check.primary && <span className="text-ink-soft block text-xs font-normal">{t.checks.primary}</span>}
          </th>
          <td className="py-1.5 pr-3">
            {check.description ? (
              <span lang="en">{check.description}</span>
            ) : (
              <span className="text-ink-soft">{t.checks.noDescription}</span>
            )}
            {check.below?.length ? <Hierarchy check={check} /> : <Note text={check.note} />}
          </td>
          <td className="py-1.5 pr-3">
            <Standing status={check.status} words={t.checks.code[check.status]} />
          </td>
          <td className="py-1.5">{billable[isBillable(check.status)]}</td>
        </tr>
      ))}
    </CodeTable>
  );
}

function isBillable(status: Diagnosis["status"]): "yes" | "no" | "unknown" {
  if (status === "valid") return "yes";
  return status === "not_billable" || status === "not_found" || status === "malformed" ? "no" : "unknown";
}

function Procedures({
  checks,
  types,
}: {
  checks: readonly Schema["ProcedureCheck"][];
  types: readonly Schema["LineServiceType"][];
}) {
  const t = useTexts();
  const { columns } = t.checks;
  return (
    <CodeTable
      title={t.checks.procedures}
      columns={[columns.code, columns.description, columns.status, columns.source]}
      isEmpty={checks.length === 0}
    >
      {checks.map((check) => {
        const type = types.find(({ line }) => line === check.line);
        const what = [type?.service_type && t.checks.serviceType[type.service_type], type?.category];
        return (
          <tr key={check.line} className="align-top">
            <th scope="row" className="py-1.5 pr-3 text-left font-medium whitespace-nowrap">
              {check.submitted}
              <span className="text-ink-soft block text-xs font-normal">{t.checks.line(check.line)}</span>
            </th>
            <td className="py-1.5 pr-3">
              {what.filter(Boolean).join(", ") || <span className="text-ink-soft">{t.checks.noDescription}</span>}
              {check.kind && <span className="text-ink-soft block text-xs">{t.checks.kind[check.kind]}</span>}
              <Note text={check.note} />
            </td>
            <td className="py-1.5 pr-3">
              <Standing status={check.status} words={t.checks.service[check.status]} />
            </td>
            <td className="py-1.5">{check.status === "valid" ? t.checks.fromLibrary : t.checks.fromNowhere}</td>
          </tr>
        );
      })}
    </CodeTable>
  );
}

function CodeTable({
  title,
  aside,
  columns,
  isEmpty,
  children,
}: {
  title: string;
  aside?: string;
  columns: readonly string[];
  isEmpty: boolean;
  children: ReactNode;
}) {
  const t = useTexts();
  if (isEmpty) {
    return (
      <p>
        <span className="font-semibold">{title}: </span>
        {t.checks.noCodes}
      </p>
    );
  }
  return (
    <table className="w-full text-left">
      <caption className="mb-1 text-left">
        <span className="text-xs font-semibold">{title}</span>{" "}
        {aside && (
          <span lang="en" className="text-ink-soft text-xs">
            {aside}
          </span>
        )}
      </caption>
      <thead>
        <tr className="text-ink-soft border-line border-b text-xs">
          {columns.map((column) => (
            <th key={column} scope="col" className="py-1 pr-3 font-medium">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-line divide-y">{children}</tbody>
    </table>
  );
}

function Standing({ status, words }: { status: Schema["CodeStatus"]; words: string }) {
  const { tone, icon: Icon } = LOOK[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className="shrink-0" />
      {words}
    </Badge>
  );
}

function Note({ text }: { text: string | undefined }) {
  return text ? (
    <span lang="en" className="text-ink-soft block text-xs">
      {text}
    </span>
  ) : null;
}
