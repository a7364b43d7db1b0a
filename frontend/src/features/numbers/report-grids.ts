import type { Schema } from "@/api/client";
import type { Cell, Grid } from "@/features/numbers/grid";
import type { Texts } from "@/texts/en";

type Rate = Schema["Rate"];

/** The tables of the report, and all of them as one. */
export function reportGrids(
  report: Schema["OverrideReport"],
  t: Texts,
): { whole: Grid; grids: { by: Schema["By"]; grid: Grid }[] } {
  const { group, overrides, of, rate, low, high } = t.numbers.columns;
  const columns = [group, overrides, of, rate, low, high];
  const named = (by: Schema["By"], one: Rate) => (by === "reason" ? reasonNamed(one.key, t) : labelled(one));
  const grids = report.tables.map(({ by, rates }) => ({
    by,
    grid: { columns, rows: rates.map((one) => [named(by, one), ...cells(one.rate)]) },
  }));
  const rows = grids.flatMap(({ by, grid }) =>
    grid.rows.map(([name, ...rest]): Cell[] => [`${t.numbers.report.by[by]}: ${String(name)}`, ...rest]),
  );
  return { whole: { columns, rows: [[t.numbers.filters.all, ...cells(report.overrides)], ...rows] }, grids };
}

function labelled({ key, label }: Rate): string {
  return label ? `${key}: ${label}` : key;
}

function reasonNamed(key: string, t: Texts): string {
  const known: Readonly<Record<string, string>> = t.reasonCode;
  return known[key] ?? key;
}

function cells({ part, whole, share, low, high }: Schema["Share"]): Cell[] {
  return [part, whole, ...[share, low, high].map((one) => (one === null ? null : Math.round(one * 1000) / 10))];
}
