import type { Schema } from "@/api/client";
import type { Grid } from "@/features/numbers/grid";
import { span } from "@/features/numbers/said";
import type { Texts } from "@/texts/en";

type Metrics = Schema["OperationalMetrics"];

/** A bar: what it is of, how long it is, and what stands at its end. */
export type Bar = { name: string; value: number; label: string };

const HUNDRED = 100;
const MOST_BARS = 12;

export function daysGrid({ by_day }: Metrics, t: Texts): Grid {
  const { day, received, decided, breached, median, p95 } = t.numbers.columns;
  return {
    columns: [day, received, decided, breached, median, p95],
    rows: by_day.map((one) => [one.day, one.received, one.decided, one.breached, one.median_hours, one.p95_hours]),
  };
}

/** Turnaround by priority: how many, the percentiles in hours, and how many in time. */
export function turnaroundGrid({ turnaround }: Metrics, t: Texts): Grid {
  const { priority, decided, median, p75, p95, mean, inTime, late, notNotified, appealed } = t.numbers.columns;
  return {
    columns: [priority, decided, median, p75, p95, mean, inTime, late, notNotified, appealed],
    rows: turnaround.map(({ priority: of, spread, in_time: told }) => [
      of ? t.priority[of] : t.numbers.both,
      spread.count,
      spread.median_hours,
      spread.p75_hours,
      spread.p95_hours,
      spread.mean_hours,
      told.in_time.part,
      told.in_time.whole - told.in_time.part,
      told.not_notified,
      told.appealed,
    ]),
  };
}

/** The spans of the turnaround, each with its cases of either priority. */
export function spansOf({ turnaround }: Metrics): { name: string; standard: number; expedited: number }[] {
  const counts = (priority: Schema["Priority"]) => turnaround.find((one) => one.priority === priority)?.distribution;
  const [standard, expedited] = [counts("standard") ?? [], counts("expedited") ?? []];
  return standard.map((one, place) => ({
    name: span(one),
    standard: one.count,
    expedited: expedited[place]?.count ?? 0,
  }));
}

export function spansGrid(metrics: Metrics, t: Texts): Grid {
  return {
    columns: [t.numbers.columns.span, t.priority.standard, t.priority.expedited],
    rows: spansOf(metrics).map(({ name, standard, expedited }) => [name, standard, expedited]),
  };
}

/** To approve, to pend by route, and not there yet. */
export function recommendationGrid({ recommendations }: Metrics, t: Texts): Grid {
  const pends = recommendations.routes.map(({ route, count }) => [`${t.outcome.PEND}: ${t.route[route]}`, count]);
  return {
    columns: [t.numbers.columns.recommendation, t.numbers.columns.cases],
    rows: [[t.outcome.APPROVE, recommendations.approve], ...pends, [t.queue.unread, recommendations.none_yet]],
  };
}

export function determinationGrid({ determinations }: Metrics, t: Texts): Grid {
  return {
    columns: [t.numbers.columns.determination, t.numbers.columns.cases],
    rows: determinations.map(({ outcome, count }) => [t.determined[outcome], count]),
  };
}

export function reasonGrid({ overrides }: Metrics, t: Texts): Grid {
  return {
    columns: [t.numbers.columns.reason, t.numbers.columns.overrides],
    rows: overrides.reasons.map(({ reason, count }) => [t.reasonCode[reason], count]),
  };
}

export function openGrid({ open_now }: Metrics, t: Texts): Grid {
  return {
    columns: [t.numbers.columns.status, t.numbers.columns.open, t.numbers.columns.overdue],
    rows: open_now.map(({ status, count, overdue }) => [t.status[status], count, overdue]),
  };
}

export function agreementGrid({ agreement }: Metrics, t: Texts): Grid {
  const { policy, title, decided, onApprove, agreed, rate, low, high, onPend } = t.numbers.columns;
  return {
    columns: [policy, title, decided, onApprove, agreed, rate, low, high, onPend],
    rows: agreement.policies.map((one) => [
      one.policy_id,
      one.title,
      one.decided,
      one.agreed.whole,
      one.agreed.part,
      inPercent(one.agreed.share),
      inPercent(one.agreed.low),
      inPercent(one.agreed.high),
      one.on_pend,
    ]),
  };
}

function inPercent(share: number | null): number | null {
  return share === null ? null : Math.round(share * HUNDRED * 10) / 10;
}

/** The policies with decisions enough to compare, the lowest agreement first. */
export function agreementBars({ agreement }: Metrics, t: Texts): Bar[] {
  return agreement.policies
    .filter((one) => one.ranked)
    .slice(0, MOST_BARS)
    .map(({ policy_id, agreed }) => ({
      name: policy_id,
      value: inPercent(agreed.share) ?? 0,
      label: t.numbers.partOf(agreed.part, agreed.whole),
    }));
}

/** The bars of a table of two columns. */
export function barsOf({ rows }: Grid): Bar[] {
  return rows.map(([name, value]) => ({ name: String(name), value: Number(value), label: String(value) }));
}

/** A table of two columns in a sentence, for who does not see the bars. */
export function inWords(bars: readonly Bar[]): string {
  return bars.map(({ name, label }) => `${name}: ${label}`).join("; ");
}
