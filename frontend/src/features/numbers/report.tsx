import { useQuery } from "@tanstack/react-query";

import type { Schema } from "@/api/client";
import { Failure } from "@/components/failure";
import { FigurePanel } from "@/features/numbers/figure-panel";
import type { NumbersFilters } from "@/features/numbers/filters";
import type { Grid } from "@/features/numbers/grid";
import { GridTable } from "@/features/numbers/grid-table";
import { overrides } from "@/features/numbers/queries";
import { reportGrids } from "@/features/numbers/report-grids";
import { useTexts } from "@/texts";

/** Where recommendations are overridden, by what the reader may see. */
export function OverrideReport({ filters }: { filters: NumbersFilters }) {
  const t = useTexts();
  const { data, error, refetch } = useQuery(overrides(filters));
  if (error && !data) return <Failure error={error} onAgain={() => void refetch()} />;
  if (!data) return <p className="text-ink-soft min-h-96">{t.loading}</p>;
  const { whole, grids } = reportGrids(data.report, t);
  return (
    <FigurePanel
      title={t.numbers.report.title}
      file="overrides"
      grid={whole}
      note={`${t.numbers.report.said}${data.withheld.length > 0 ? ` ${t.numbers.report.withheld}` : ""}`}
    >
      <div className="space-y-4">
        {grids.map(({ by, grid }) => (
          <PartOfReport key={by} by={by} grid={grid} />
        ))}
      </div>
    </FigurePanel>
  );
}

function PartOfReport({ by, grid }: { by: Schema["By"]; grid: Grid }) {
  const t = useTexts();
  const title = t.numbers.report.by[by];
  return (
    <section className="space-y-1">
      <h3 className="font-medium">{title}</h3>
      {grid.rows.length > 0 ? <GridTable title={title} grid={grid} /> : <p>{t.numbers.report.none}</p>}
    </section>
  );
}
