"use client";

import { RotateCw, ShieldAlert, ShieldCheck } from "lucide-react";

import { isWhole } from "@/api/audit";
import type { Schema } from "@/api/client";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** Whether the record is what was written, proven when the tab was opened; else the first place that is not. */
export function ChainPanel({
  audit,
  checkedAt,
  isChecking,
  onCheck,
}: {
  audit: Schema["AuditAnswer"];
  checkedAt: number;
  isChecking: boolean;
  onCheck: () => void;
}) {
  const t = useTexts();
  const { events, proof, verified, deleted } = audit;
  const holds = isWhole(audit);
  const Icon = holds ? ShieldCheck : ShieldAlert;
  const head = events.at(-1)?.digest;
  return (
    <Panel title={t.history.record} className={holds ? "" : "border-bad"}>
      <div role="status" className="flex items-start gap-3">
        <Icon aria-hidden className={cn("mt-0.5 size-5 shrink-0", holds ? "text-good" : "text-bad")} />
        <div className="min-w-0 flex-1">
          <p className="font-medium">{holds ? t.history.whole : t.history.broken}</p>
          <p>
            {proof.breach ? `${proof.breach}.` : t.history.proven(events.length, proof.documents, proof.revisions)}{" "}
            {!holds && verified && t.history.chainHolds}
          </p>
          {deleted && <p>{t.history.deleted}</p>}
          <p className="text-ink-soft text-xs">{t.history.checked(new Date(checkedAt).toLocaleTimeString(t.locale))}</p>
        </div>
        <Button disabled={isChecking} onClick={onCheck}>
          <RotateCw aria-hidden />
          {t.history.checkAgain}
        </Button>
      </div>
      {head && (
        <p className="text-ink-soft mt-2 text-xs">
          {t.history.head}: <code className="break-all">{head}</code>
        </p>
      )}
    </Panel>
  );
}
