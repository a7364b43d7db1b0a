"use client";

import { useQuery } from "@tanstack/react-query";
import { FileText, Link2, Unlink2 } from "lucide-react";
import { useState } from "react";

import { auditOf, isWhole } from "@/api/audit";
import type { Schema } from "@/api/client";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { auditDocumentOf, documentsOf, type IssuedDocument } from "@/features/decide/documents";
import { Downloads } from "@/features/decide/downloads";
import { Reader } from "@/features/decide/reader";
import { useTexts } from "@/texts";

/** Every document of the case to read here and to save: those that were issued, and the audit justification. */
export function DocumentsPanel({ found }: { found: Schema["CaseAnswer"] }) {
  const t = useTexts();
  const [reading, setReading] = useState<IssuedDocument | null>(null);
  const documents = [...documentsOf(found.case_id, found.issued), auditDocumentOf(found.case_id, t.decided.audit)];
  return (
    <Panel title={t.decided.letters} aside={<Chain found={found} />}>
      {found.status === "determined" && found.issued.length === 0 && (
        <p role="status" className="text-ink-soft mb-2">
          {t.decided.writing}
        </p>
      )}
      <ul className="divide-line divide-y">
        {documents.map((one) => (
          <li key={one.key} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5 first:pt-0 last:pb-0">
            <Button variant="ghost" className="text-accent px-1" onClick={() => setReading(one)}>
              <FileText aria-hidden />
              {t.decided.read(one.title)}
            </Button>
            {one.issuedAt && (
              <span className="text-ink-soft text-xs">{new Date(one.issuedAt).toLocaleString(t.locale)}</span>
            )}
            <span className="ml-auto flex gap-3">
              <Downloads document={one} />
            </span>
          </li>
        ))}
      </ul>
      {reading && <Reader document={reading} onClose={() => setReading(null)} />}
    </Panel>
  );
}

/** Whether the case's record is what was written. */
function Chain({ found }: { found: Schema["CaseAnswer"] }) {
  const t = useTexts();
  const { data: audit } = useQuery(auditOf(found));
  if (!audit) return null;
  const holds = isWhole(audit);
  const Icon = holds ? Link2 : Unlink2;
  return (
    <span className={`inline-flex items-center gap-1 text-xs ${holds ? "text-good" : "text-bad"}`}>
      <Icon aria-hidden className="size-3.5" />
      {holds ? t.decided.chainWhole : t.decided.chainBroken}
    </span>
  );
}
