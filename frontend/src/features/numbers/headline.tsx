import type { Schema } from "@/api/client";
import { Definition } from "@/features/numbers/definition";
import { counted, openOf, percent, took } from "@/features/numbers/said";
import { useTexts } from "@/texts";

type Tile = { figure: Schema["Figure"]; value: string | null; beside?: string };

/** The figures that a manager asks for first, each with its definition. */
export function Headline({ metrics }: { metrics: Schema["OperationalMetrics"] }) {
  const t = useTexts();
  const count = (value: number) => counted(value, t.locale);
  const time = (hours: number | null) => took(hours, t.locale);
  const partOf = ({ part, whole }: Schema["Share"]) => t.numbers.partOf(count(part), count(whole));
  const all = metrics.turnaround.find((one) => one.priority === null);
  const open = openOf(metrics.open_now);
  const { overrides, recommendations, to_recommendation } = metrics;
  const tiles: Tile[] = [
    { figure: "received", value: count(metrics.received) },
    { figure: "decided", value: count(metrics.decided) },
    { figure: "open", value: count(open.count), beside: t.numbers.overdue(count(open.overdue)) },
    { figure: "breached", value: count(metrics.breached) },
    { figure: "turnaround", value: time(all?.spread.median_hours ?? null), ...upper(all?.spread) },
    ...(all ? [inTime(all.in_time)] : []),
    {
      figure: "to_recommendation",
      value: time(to_recommendation.median_hours),
      ...upper(to_recommendation),
    },
    {
      figure: "pend_rate",
      value: percent(recommendations.pend_rate.share, t.locale),
      beside: partOf(recommendations.pend_rate),
    },
    {
      figure: "override_rate",
      value: percent(overrides.of_approvals.share, t.locale),
      beside: [
        partOf(overrides.of_approvals),
        overrides.on_pend > 0 && t.numbers.onPend(count(overrides.on_pend)),
        overrides.unknown > 0 && t.numbers.unknown(count(overrides.unknown)),
      ]
        .filter(Boolean)
        .join("; "),
    },
  ];

  function upper(spread: Schema["Spread"] | undefined): { beside?: string } {
    const [p75, p95] = [time(spread?.p75_hours ?? null), time(spread?.p95_hours ?? null)];
    return p75 && p95 ? { beside: t.numbers.upper(p75, p95) } : {};
  }

  function inTime(told: Schema["InTime"]): Tile {
    const later = told.not_notified > 0 ? `; ${t.numbers.notNotified(count(told.not_notified))}` : "";
    return { figure: "in_time", value: percent(told.in_time.share, t.locale), beside: partOf(told.in_time) + later };
  }

  return (
    <section aria-label={t.numbers.headline}>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-3">
        {tiles.map(({ figure, value, beside }) => (
          <li key={figure} className="border-line bg-surface rounded-lg border px-4 py-3">
            <p className="text-ink-soft text-xs">{t.numbers.figures[figure].name}</p>
            <p className="text-2xl font-semibold tabular-nums">{value ?? t.numbers.none}</p>
            <p className="text-ink-soft min-h-4 text-xs">{beside}</p>
            <Definition said={t.numbers.figures[figure].said} of={t.numbers.figures[figure].name} />
          </li>
        ))}
      </ul>
    </section>
  );
}
