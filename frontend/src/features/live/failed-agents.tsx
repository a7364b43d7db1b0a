"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";

import { type Schema, send } from "@/api/client";
import { useChosenPerson } from "@/api/identity";
import { caseOf } from "@/api/queries";
import { isIn, WAITING } from "@/api/status";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { AGENTS } from "@/features/live/progress";
import { useTexts } from "@/texts";
import { WhyFailed } from "@/components/why-failed";

const SHOWN_AFTER_MS = 400;

/** The agents that failed in this review, why, and the way to run each again while the case waits for a person. */
export function FailedAgents({
  found,
  failed,
}: {
  found: Schema["CaseAnswer"];
  failed: readonly Schema["NotEvaluated"][];
}) {
  const t = useTexts();
  const person = useChosenPerson();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: caseOf(found.case_id).queryKey });
  const run = useMutation({
    mutationFn: (name: Schema["AgentName"]) => {
      setTimeout(() => void refresh(), SHOWN_AFTER_MS);
      const path = { case_id: found.case_id, name };
      return send("/api/cases/{case_id}/agents/{name}", { params: { path } });
    },
    onSettled: refresh,
  });
  if (failed.length === 0) return null;
  const mayRun = isIn(WAITING, found.status);
  return (
    <Panel title={t.live.failed} className="border-bad">
      <div className="space-y-3">
        <p className="text-ink-soft">{t.live.failedHint}</p>
        <ul className="space-y-2">
          {failed.map(({ agent, reason }) => {
            const name = AGENTS.find((one) => one === agent);
            return (
              <li key={agent} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <p className="min-w-0 flex-1">
                  <span className="font-medium">{name ? t.live.agents[name] : agent}: </span>
                  <span lang="en">{reason}</span>
                </p>
                {name && mayRun && person && (
                  <Button disabled={run.isPending} onClick={() => run.mutate(name)}>
                    <RotateCw aria-hidden />
                    {run.isPending && run.variables === name ? t.live.running : t.live.again(t.live.agents[name])}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
        {mayRun && !person && <p>{t.live.whoActs}</p>}
        {run.error && (
          <p role="alert" className="border-bad bg-bad-tint rounded-md border px-3 py-2">
            <WhyFailed error={run.error} />
          </p>
        )}
      </div>
    </Panel>
  );
}
