"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { Schema } from "@/api/client";
import { people } from "@/api/queries";
import { Panel } from "@/components/ui/panel";
import { type Happening, happeningsOf } from "@/features/history/happened";
import { useTexts } from "@/texts";

/** What happened to the case, the newest first: who did what, and when. */
export function Timeline({ found, audit }: { found: Schema["CaseAnswer"]; audit: Schema["AuditAnswer"] }) {
  const t = useTexts();
  const { data: known } = useQuery(people);
  const [showsSteps, setShowsSteps] = useState(false);
  const names = new Map(
    (known?.people ?? []).map(({ id, name, credential }) => [id, [name, credential].filter(Boolean).join(", ")]),
  );
  const all = happeningsOf(audit.events, { found, revisions: audit.revisions, names }, t);
  const shown = all.filter(({ isStep }) => showsSteps || !isStep);
  return (
    <Panel
      title={t.history.happened}
      aside={<span className="text-ink-soft text-xs">{t.history.count(shown.length)}</span>}
    >
      <label className="mb-3 flex min-h-6 items-center gap-2 text-xs">
        <input
          type="checkbox"
          checked={showsSteps}
          onChange={(event) => setShowsSteps(event.target.checked)}
          className="accent-accent size-4"
        />
        {t.history.steps}
      </label>
      <ol className="border-line-strong ml-1.5 space-y-2.5 border-l pl-4">
        {shown.map((happening) => (
          <Entry key={happening.sequence} happening={happening} />
        ))}
      </ol>
    </Panel>
  );
}

function Entry({ happening: { at, title, who, details, why, isStep } }: { happening: Happening }) {
  const t = useTexts();
  return (
    <li className="relative">
      <span
        aria-hidden
        className={`absolute top-1.5 -left-[1.32rem] size-2 rounded-full ${isStep ? "bg-line-strong" : "bg-accent"}`}
      />
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className={isStep ? "" : "font-medium"}>{title}</span>
        <span className="text-ink-soft text-xs">{who}</span>
        <time dateTime={at} className="text-ink-soft ml-auto text-xs tabular-nums">
          {new Date(at).toLocaleString(t.locale)}
        </time>
      </p>
      {details.length > 0 && <p className="text-ink-soft text-xs">{details.join(" · ")}</p>}
      {why && (
        <p lang="en" className="text-ink-soft text-xs">
          {why}
        </p>
      )}
    </li>
  );
}
