import { useQuery } from "@tanstack/react-query";

import { Failure } from "@/components/failure";
import { Choice } from "@/components/ui/choice";
import { Panel } from "@/components/ui/panel";
import type { NumbersFilters } from "@/features/numbers/filters";
import { GridTable } from "@/features/numbers/grid-table";
import { yearly } from "@/features/numbers/queries";
import { counted } from "@/features/numbers/said";
import { elementGrid, linesOf } from "@/features/numbers/yearly-grid";
import { amendAddress } from "@/lib/address";
import { useTexts } from "@/texts";

const FIRST_YEAR = 2020;
const ADDRESS = "/api/metrics/prior-authorization";

/** What the rule has a plan publish of a year, by line of business, with the definitions as published. */
export function Yearly({ filters, thisYear }: { filters: NumbersFilters; thisYear: number }) {
  const t = useTexts();
  const year = Number(filters.year ?? thisYear);
  const years = Array.from({ length: thisYear - FIRST_YEAR + 1 }, (_, back) => String(thisYear - back));
  const { yearly: said } = t.numbers;
  const links = (["html", "csv"] as const).map((format) => ({
    href: `${ADDRESS}?year=${year}&format=${format}`,
    name: format === "html" ? said.page : said.csv,
  }));
  return (
    <Panel
      title={said.title}
      aside={
        <span className="flex flex-wrap items-center gap-4">
          {links.map(({ href, name }) => (
            <a key={href} href={href} className="text-accent py-1 underline">
              {name}
            </a>
          ))}
          <Choice
            label={said.year}
            value={String(year)}
            options={years.map((one) => ({ value: one, label: one }))}
            onChoose={(one) => amendAddress({ year: one })}
          />
        </span>
      }
    >
      <Lines year={year} filters={filters} />
    </Panel>
  );
}

function Lines({ year, filters }: { year: number; filters: NumbersFilters }) {
  const t = useTexts();
  const { data, error, refetch } = useQuery(yearly(year));
  if (error && !data) return <Failure error={error} onAgain={() => void refetch()} />;
  if (!data) return <p className="text-ink-soft">{t.loading}</p>;
  const { yearly: said } = t.numbers;
  const { covered, others } = linesOf(data, filters.line_of_business);
  return (
    <div className="space-y-2">
      <p className="text-ink-soft text-xs">
        {said.english} {!data.complete && said.running}
      </p>
      {covered.map((line) => (
        <details key={line.name} open={line.decided > 0} className="border-line rounded-md border px-3 py-2">
          <summary className="min-h-6 cursor-pointer font-medium">
            <span lang="en">{line.name}</span> · {said.decided(counted(line.decided, t.locale))}
          </summary>
          <div className="pt-2" lang="en">
            <GridTable title={line.name} grid={elementGrid(line, t)} />
          </div>
        </details>
      ))}
      {others.length > 0 && (
        <details className="border-line rounded-md border px-3 py-2">
          <summary className="min-h-6 cursor-pointer font-medium">{said.uncovered}</summary>
          <ul className="list-disc pt-2 pl-5">
            {others.map((line) => (
              <li key={line.name}>
                <span lang="en">{line.name}</span>: {said.decided(counted(line.decided, t.locale))}.{" "}
                <span lang="en">{line.coverage.note}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
