import { FileText } from "lucide-react";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { useTexts } from "@/texts";

/** What was decided, by whom, and the documents that were issued of it. */
export function DecidedPanel({ found }: { found: Schema["CaseAnswer"] }) {
  const t = useTexts();
  if (found.determinations.length === 0) return null;
  return (
    <Panel title={t.review.decided}>
      <ul className="space-y-2">
        {found.determinations.map((one) => (
          <li key={one.level}>
            <Badge tone="accent">{t.determined[one.outcome]}</Badge>{" "}
            {t.review.decidedBy(
              [one.decider?.name, one.decider?.credential].filter(Boolean).join(", ") || one.decided_by,
              new Date(one.decided_at).toLocaleString(t.locale),
            )}
            {one.authorization_number && (
              <span className="text-ink-soft block text-xs">
                {t.review.number}: {one.authorization_number}
              </span>
            )}
            {one.override && <p className="mt-1">{one.override.rationale}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Every document of the case to read: those that were issued, and the audit justification as it stands. */
export function DocumentsPanel({ found }: { found: Schema["CaseAnswer"] }) {
  const t = useTexts();
  const audit = { id: "audit", title: t.review.audit, href: `/api/cases/${found.case_id}/audit.pdf` };
  const issued = found.issued.map((one) => ({ id: one.id, title: titleOf(one), href: one.links.self ?? "" }));
  return (
    <Panel title={t.review.letters}>
      <ul className="space-y-1">
        {[...issued, audit].map(({ id, title, href }) => (
          <li key={id}>
            <a
              href={href}
              target="_blank"
              rel="noreferrer"
              className="text-accent inline-flex items-center gap-1.5 hover:underline"
            >
              <FileText aria-hidden className="size-4" />
              {title}
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function titleOf({ title, media_type }: Schema["IssuedAnswer"]): string {
  const form = media_type.split(";")[0]!.split("/")[1]!.toUpperCase();
  return `${title} (${form})`;
}
