"use client";

import { useState } from "react";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { Choice } from "@/components/ui/choice";
import { Panel } from "@/components/ui/panel";
import { type Call, callsOf, gaveNoAnswer, totalOf } from "@/features/checks/calls";
import { spokenName } from "@/lib/spoken-name";
import { useTexts } from "@/texts";

type Everyone = Schema["AgentName"] | "";

/** Every lookup that the review really made, with what was answered, from which data, and how long it took. */
export function LookupsPanel({ revision }: { revision: Schema["RevisionAnswer"] }) {
  const t = useTexts();
  const [agent, setAgent] = useState<Everyone>("");
  const calls = callsOf(revision);
  const agents = [...new Set(calls.map((call) => call.agent))];
  const shown = calls.filter((call) => !agent || call.agent === agent);
  const options = [
    { value: "" as Everyone, label: t.lookups.everyAgent },
    ...agents.map((one) => ({ value: one as Everyone, label: t.live.agents[one] })),
  ];
  return (
    <Panel title={t.lookups.title} aside={<Total calls={shown} />}>
      <div className="space-y-3">
        {agents.length > 1 && <Choice label={t.lookups.filter} value={agent} options={options} onChoose={setAgent} />}
        {shown.length > 0 ? <CallTable calls={shown} /> : <p>{t.lookups.none}</p>}
        <NotAsked revision={revision} />
      </div>
    </Panel>
  );
}

function Total({ calls }: { calls: readonly Call[] }) {
  const t = useTexts();
  const total = totalOf(calls);
  const said = [
    t.lookups.total(total.calls, total.sources),
    total.failed > 0 && t.lookups.failed(total.failed),
    total.cached > 0 && t.lookups.cached(total.cached),
  ];
  return (
    <span role="status" className="text-ink-soft text-xs">
      {said.filter(Boolean).join(" · ")}
    </span>
  );
}

function CallTable({ calls }: { calls: readonly Call[] }) {
  const { columns } = useTexts().lookups;
  return (
    <table className="w-full text-left">
      <thead>
        <tr className="text-ink-soft border-line border-b text-xs">
          <th scope="col" className="py-1 pr-3 font-medium">
            {columns.asked}
          </th>
          <th scope="col" className="w-[45%] py-1 pr-3 font-medium">
            {columns.source}
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            {columns.outcome}
          </th>
          <th scope="col" className="py-1 text-right font-medium">
            {columns.took}
          </th>
        </tr>
      </thead>
      <tbody className="divide-line divide-y">
        {calls.map((call) => (
          <CallRow key={`${call.agent}/${call.id}`} call={call} />
        ))}
      </tbody>
    </table>
  );
}

function CallRow({ call }: { call: Call }) {
  const t = useTexts();
  const milliseconds = new Intl.NumberFormat(t.locale, {
    style: "unit",
    unit: "millisecond",
    maximumFractionDigits: 1,
  });
  return (
    <tr className="align-top">
      <td className="py-1.5 pr-3 text-xs whitespace-nowrap tabular-nums">
        {new Date(call.started_at).toLocaleTimeString(t.locale, { hour12: false })}
        <span className="text-ink-soft block">{t.live.agents[call.agent]}</span>
      </td>
      <td className="py-1.5 pr-3">
        <span className="font-medium">{spokenName(t.lookups.sources, call.lookup)}</span>{" "}
        <span className="text-ink-soft">{call.tool.replaceAll("_", " ")}</span>
        <span className="text-ink-soft block text-xs [overflow-wrap:anywhere]">
          {t.lookups.data}: {call.data_version ? <span lang="en">{call.data_version}</span> : t.lookups.unversioned}
        </span>
      </td>
      <td className="py-1.5 pr-3">
        <span className="inline-flex flex-wrap gap-1">
          <Badge tone={gaveNoAnswer(call) ? "bad" : "plain"}>{t.lookups.outcome[call.outcome]}</Badge>
          {call.cached && <Badge>{t.lookups.fromCache}</Badge>}
          {call.isSynthetic && <Badge tone="open">{t.lookups.synthetic}</Badge>}
        </span>
        <span lang="en" className="text-ink-soft block text-xs">
          {call.detail}
        </span>
      </td>
      <td className="py-1.5 text-right text-xs whitespace-nowrap tabular-nums">
        {milliseconds.format(call.duration_ms)}
      </td>
    </tr>
  );
}

/** What could not be asked, and the agents that gave nothing at all. */
function NotAsked({ revision }: { revision: Schema["RevisionAnswer"] }) {
  const t = useTexts();
  const { coverage, recommendation } = revision;
  const unasked = "failure" in coverage ? [] : coverage.unevaluated;
  const failed = recommendation.not_evaluated.map(
    ({ agent, reason }) => `${spokenName(t.live.agents, agent)}: ${reason}`,
  );
  if (unasked.length + failed.length === 0) return null;
  return (
    <div className="border-open bg-open-tint rounded-md border px-3 py-2">
      <h3 className="font-medium">{t.lookups.notAsked}</h3>
      <ul className="list-disc pl-5">
        {[...failed, ...unasked].map((one) => (
          <li key={one} lang="en">
            {one}
          </li>
        ))}
      </ul>
    </div>
  );
}
