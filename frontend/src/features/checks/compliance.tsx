import { CircleAlert, CircleCheck, CircleDashed, CircleHelp, type LucideIcon } from "lucide-react";

import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { NoFindings } from "@/features/checks/no-findings";
import { ProofList } from "@/features/checks/proof-list";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

type Item = Schema["ItemResult"];

const LOOK: Record<Item["status"], { icon: LucideIcon; color: string }> = {
  complete: { icon: CircleCheck, color: "text-good" },
  incomplete: { icon: CircleAlert, color: "text-open" },
  missing: { icon: CircleDashed, color: "text-open" },
  not_checked: { icon: CircleHelp, color: "text-ink-soft" },
};

/** The ten items that a request is checked for, what each open one asks for, and which of them hold an approval up. */
export function CompliancePanel({ compliance }: { compliance: Schema["RevisionAnswer"]["compliance"] }) {
  const t = useTexts();
  if ("failure" in compliance) {
    return (
      <Panel title={t.checks.compliance}>
        <NoFindings failed={compliance} />
      </Panel>
    );
  }
  return (
    <Panel title={t.checks.compliance} aside={<Score compliance={compliance} />}>
      <ol className="space-y-2">
        {compliance.items.map((item) => (
          <CheckedItem key={item.name} item={item}>
            {item.name === "service_type" && <ServiceTypes types={compliance.service_types} />}
          </CheckedItem>
        ))}
      </ol>
    </Panel>
  );
}

function Score({ compliance: { items, score } }: { compliance: Schema["ComplianceFindings"] }) {
  const t = useTexts();
  const complete = items.filter(({ status }) => status === "complete").length;
  return (
    <span className="text-ink-soft text-xs tabular-nums">
      {t.checks.complete(complete, items.length)} · {t.checks.score(score.toFixed(2))}
    </span>
  );
}

function CheckedItem({ item, children }: { item: Item; children?: ReactNode }) {
  const t = useTexts();
  const { icon: Icon, color } = LOOK[item.status];
  const isOpen = item.status === "incomplete" || item.status === "missing";
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", color)} />
      <div className="min-w-0">
        <p>
          <span lang="en" className="font-medium">
            {item.title}
          </span>
          <span className="text-ink-soft"> · {t.checks.item[item.status]}</span>{" "}
          {item.blocking && isOpen && <Badge tone="open">{t.checks.blocking}</Badge>}
          {item.informational && <Badge>{t.checks.informational}</Badge>}
        </p>
        <p lang="en" className="text-ink-soft text-xs">
          {item.detail}
        </p>
        {isOpen && item.ask && (
          <p className="mt-1">
            <span className="font-semibold">{t.checks.ask}: </span>
            <span lang="en">{item.ask}</span>
          </p>
        )}
        {children}
        <ProofList evidence={item.evidence} />
      </div>
    </li>
  );
}

function ServiceTypes({ types }: { types: readonly Schema["LineServiceType"][] }) {
  const t = useTexts();
  return (
    <ul aria-label={t.checks.serviceTypes} className="text-ink-soft text-xs">
      {types.map(({ line, service_type, category }) => (
        <li key={line}>
          {t.checks.line(line)}: {service_type ? t.checks.serviceType[service_type] : t.checks.unknownType}
          {category && ` (${category})`}
        </li>
      ))}
    </ul>
  );
}
