import type { Schema } from "@/api/client";
import type { Grid } from "@/features/numbers/grid";
import type { Bar } from "@/features/numbers/grids";
import { counted } from "@/features/numbers/said";
import { dollars } from "@/lib/money";
import type { Texts } from "@/texts/en";

type Costs = Schema["ModelCosts"];

/** The cost of language models by month; money as the text that it comes as, so that no file rounds it. */
export function costGrid({ by_month }: Costs, t: Texts): Grid {
  const columns = t.numbers.columns;
  const { month, cases, unpricedCases, calls, failedCalls, estimatedCalls, tokens, totalUsd, meanUsd } = columns;
  return {
    columns: [month, cases, unpricedCases, calls, failedCalls, estimatedCalls, tokens, totalUsd, meanUsd],
    rows: by_month.map((one) => [
      one.month,
      one.cases,
      one.unpriced_cases,
      one.calls,
      one.failed_calls,
      one.estimated_calls,
      one.tokens,
      one.total_usd,
      one.mean_usd,
    ]),
  };
}

/** A bar for each month in which a language model was called: what a case cost on the mean, and how many there were. */
export function costBars({ by_month }: Costs, t: Texts): Bar[] {
  return by_month
    .filter(({ cases }) => cases > 0)
    .map(({ month, cases, mean_usd }) => ({
      name: month,
      value: Number(mean_usd ?? 0),
      label: t.numbers.cost.bar(money(mean_usd, t), counted(cases, t.locale)),
    }));
}

/** The cost of all these days in sentences. */
export function costSaid({ all }: Costs, t: Texts): string[] {
  const { cost } = t.numbers;
  const count = (value: number) => counted(value, t.locale);
  const said = [
    cost.total(count(all.cases), money(all.total_usd, t), money(all.mean_usd, t)),
    all.unpriced_cases > 0 && cost.unpriced(count(all.unpriced_cases)),
    all.estimated_calls > 0 && cost.estimated(count(all.estimated_calls), count(all.calls)),
  ];
  return said.filter((one) => one !== false);
}

function money(usd: string | null, t: Texts): string {
  return usd === null ? t.numbers.cost.noPrice : dollars(usd, t.locale);
}
