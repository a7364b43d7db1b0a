import type { Statement } from "@/features/facts/statements";

/** A measured value on the chart: `x`, `x2` along the time and `y`, `y2` up the values, each from 0 to 1. */
export type Point = { statement: Statement; x: number; x2: number; y: number; y2: number };
export type Tick = { at: number; label: string };

/** Dated values along the time, those without a date apart; `days` and `values` label the ends of both scales. */
export type Timeline = {
  dated: readonly Point[];
  undated: readonly Point[];
  days: readonly { at: number; day: string }[];
  values: readonly Tick[];
};

const DAY_MS = 86_400_000;

/** The values of one concept over time; null where there are fewer than two to compare. */
export function timelineOf(statements: readonly Statement[]): Timeline | null {
  const measured = statements.filter(({ fact }) => fact.value != null);
  if (measured.length < 2) return null;
  const ends = measured.flatMap(({ fact }) => [Number(fact.value), Number(fact.high ?? fact.value)]);
  const values = scale(Math.min(...ends), Math.max(...ends));
  const spans = measured.map((statement) => ({ statement, days: daysOf(statement) }));
  const all = spans.flatMap(({ days }) => days ?? []);
  const time = scale(Math.min(...all), Math.max(...all));
  const points = spans.map(({ statement, days }) => ({
    isDated: days !== null,
    statement,
    x: days ? time(days[0]) : 0.5,
    x2: days ? time(days[1]) : 0.5,
    y: values(Number(statement.fact.value)),
    y2: values(Number(statement.fact.high ?? statement.fact.value)),
  }));
  return {
    dated: points.filter(({ isDated }) => isDated),
    undated: points.filter(({ isDated }) => !isDated),
    days: labelled(all, time).map(({ at, label }) => ({
      at,
      day: new Date(label * DAY_MS).toISOString().slice(0, 10),
    })),
    values: labelled(ends, values).map(({ at, label }) => ({ at, label: String(label) })),
  };
}

/** The first and the last day that a measurement can be of, in days since 1970; null where the record tells none. */
function daysOf({ fact }: Statement): [number, number] | null {
  const days = fact.on ? [fact.on, fact.on] : fact.on_between;
  return days ? [Date.parse(days[0]!) / DAY_MS, Date.parse(days[1]!) / DAY_MS] : null;
}

/** From `low` to `high` onto 0 to 1; a single value stands in the middle. */
function scale(low: number, high: number): (value: number) => number {
  return (value) => (high > low ? (value - low) / (high - low) : 0.5);
}

function labelled(values: readonly number[], place: (value: number) => number): { at: number; label: number }[] {
  if (values.length === 0) return [];
  const ends = new Set([Math.min(...values), Math.max(...values)]);
  return [...ends].map((label) => ({ at: place(label), label }));
}
