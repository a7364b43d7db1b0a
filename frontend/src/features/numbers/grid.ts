/** A cell; null is what was not measured. */
export type Cell = string | number | null;

/** A table as it is shown and as it is written: a heading for each column, and the rows. */
export type Grid = { columns: readonly string[]; rows: readonly (readonly Cell[])[] };

const FORMULA = /^[=+\-@\t\r]/;
const QUOTED = /[",\r\n]/;

/** The table as RFC 4180 asks, without a cell that a spreadsheet would take for a formula. */
export function csvOf({ columns, rows }: Grid): string {
  return [columns, ...rows].map((row) => `${row.map(written).join(",")}\r\n`).join("");
}

function written(cell: Cell): string {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
