import type { Schema } from "@/api/client";
import { dollars } from "@/lib/money";
import type { Texts } from "@/texts/en";

type Usage = Omit<Schema["AgentUsage"], "agent" | "model">;

/** A row of what was used: of an agent or of all together. `notes` say what the figures do not show by themselves. */
export type UsageRow = {
  key: string;
  who: string;
  model: string;
  calls: string;
  read: string;
  written: string;
  cost: string;
  notes: readonly string[];
};

/** What models used for a revision, agent by agent and then together; no rows where no language model was called. */
export function usageRows(usage: Schema["ReviewUsage"] | null, t: Texts): UsageRow[] {
  if (usage === null) return [];
  const agents = usage.agents.map((one) => row(one, t, t.live.agents[one.agent], one.model));
  return agents.length > 1 ? [...agents, row(usage.together, t, t.usage.together, "")] : agents;
}

function row(used: Usage, t: Texts, who: string, model: string): UsageRow {
  const count = (value: number) => value.toLocaleString(t.locale);
  const { failed = 0, estimated = 0, unpriced = 0, cached = 0 } = used;
  const notes = [
    cached > 0 && t.usage.cached(count(cached)),
    failed > 0 && t.usage.failed(count(failed)),
    estimated > 0 && t.usage.estimated(count(estimated)),
    unpriced > 0 && used.usd !== null && t.usage.unpriced(count(unpriced)),
  ];
  return {
    key: `${who}/${model}`,
    who,
    model,
    calls: count(used.calls),
    read: count(used.read),
    written: count(used.written),
    cost: used.usd === null ? t.usage.noPrice : dollars(used.usd, t.locale),
    notes: notes.filter((note) => note !== false),
  };
}
