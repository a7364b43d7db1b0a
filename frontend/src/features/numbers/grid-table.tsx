import type { Cell, Grid } from "@/features/numbers/grid";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** Money comes as text, so that nothing rounds it. Codes are texts of figures too, and have no point. */
const MONEY = /^(0|\d+\.\d+)$/;
const MONTH_OR_DAY = /^\d{4}-\d{2}(-\d{2})?$/;

/** A table of figures. Numbers stand at the right; what was not measured is a dash. */
export function GridTable({ title, grid }: { title: string; grid: Grid }) {
  const t = useTexts();
  return (
    <div
      role="region"
      aria-label={t.numbers.charts.tableOf(title)}
      tabIndex={0}
      className="border-line max-h-96 overflow-auto rounded-md border"
    >
      <table className="w-full border-collapse text-xs">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            {grid.columns.map((column, place) => (
              <th
                key={column}
                scope="col"
                className={cn(
                  "bg-raised border-line sticky top-0 border-b px-2 py-1.5 align-bottom font-medium",
                  isNumber(grid, place) ? "text-right" : "text-left",
                )}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.rows.map((row) => (
            <tr key={String(row[0])} className="border-line border-b last:border-0">
              {row.map((cell, place) => {
                const look = cn(
                  "px-2 py-1",
                  place === 0 && MONTH_OR_DAY.test(String(row[0])) && "whitespace-nowrap",
                  isNumber(grid, place) ? "text-right tabular-nums" : "text-left font-normal",
                );
                const said = typeof cell === "number" ? cell.toLocaleString(t.locale) : (cell ?? "–");
                return place === 0 ? (
                  <th key={place} scope="row" className={look}>
                    {said}
                  </th>
                ) : (
                  <td key={place} className={look}>
                    {said}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function isNumber(grid: Grid, place: number): boolean {
  const isOne = (cell: Cell | undefined) => typeof cell !== "string" || MONEY.test(cell);
  return grid.rows.length > 0 && grid.rows.every((row) => isOne(row[place]));
}
