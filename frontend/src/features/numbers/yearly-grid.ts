import type { Schema } from "@/api/client";
import type { Cell, Grid } from "@/features/numbers/grid";
import { counted, percent } from "@/features/numbers/said";
import type { Texts } from "@/texts/en";

type Line = Schema["LineMetrics"];
type Row = { definition: Schema["Definition"]; value: Cell; counts: Cell };

const WHOLE = 100;

/** The lines of business that the rule covers, and the others; of one line, where one is chosen. */
export function linesOf(
  metrics: Schema["YearlyMetrics"],
  business: Schema["LineOfBusiness"] | undefined,
): { covered: Line[]; others: Line[] } {
  const lines = metrics.lines.filter((line) => !business || line.line_of_business === business);
  return {
    covered: lines.filter(({ coverage }) => coverage.covered),
    others: lines.filter(({ coverage }) => !coverage.covered),
  };
}

/** The elements in the order of the rule, then what stands beside them, each with what is divided by what. */
export function elementGrid(line: Line, t: Texts): Grid {
  const { element, measure, value, counts, numerator, denominator } = t.numbers.yearly;
  const rows = [...line.proportions.map((one) => proportion(one, t)), ...line.times.map((one) => time(one, t))];
  return {
    columns: [measure, element, value, counts, numerator, denominator],
    rows: rows
      .sort((one, other) => (one.definition.element ?? Infinity) - (other.definition.element ?? Infinity))
      .map(({ definition, ...told }) => [
        definition.title,
        definition.element === null ? "" : String(definition.element),
        told.value,
        told.counts,
        definition.numerator ?? "",
        definition.denominator ?? "",
      ]),
  };
}

function proportion(one: Schema["Proportion"], t: Texts): Row {
  const share = one.percent === null ? null : one.percent / WHOLE;
  const [part, whole] = [counted(one.numerator, t.locale), counted(one.denominator, t.locale)];
  return {
    definition: one.definition,
    value: percent(share, t.locale) ?? t.numbers.none,
    counts: t.numbers.partOf(part, whole),
  };
}

function time(one: Schema["TimeToDecision"], t: Texts): Row {
  const { average, median } = t.numbers.yearly;
  const said = (span: Schema["priorauth__metrics__Span"]) =>
    new Intl.NumberFormat(t.locale, { style: "unit", unit: span.unit === "days" ? "day" : "hour" }).format(span.value);
  const value =
    one.average && one.median ? `${average(said(one.average))}, ${median(said(one.median))}` : t.numbers.none;
  return { definition: one.definition, value, counts: counted(one.requests, t.locale) };
}
