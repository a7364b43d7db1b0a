"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";

import type { Schema } from "@/api/client";
import { Failure } from "@/components/failure";
import { Cost } from "@/features/numbers/cost";
import { FilterForm } from "@/features/numbers/filter-form";
import { asked, filtersIn, type NumbersFilters } from "@/features/numbers/filters";
import { Headline } from "@/features/numbers/headline";
import { DecidedPanels, ReceivedPanels } from "@/features/numbers/panels";
import { operations } from "@/features/numbers/queries";
import { OverrideReport } from "@/features/numbers/report";
import { Yearly } from "@/features/numbers/yearly";
import { useTexts } from "@/texts";

/** How the work goes: the figures of some days, where drafts are overridden, and the public metrics of a year. */
export function Numbers() {
  const t = useTexts();
  const filters = filtersIn(useSearchParams());
  const { data, error, refetch } = useQuery({ ...operations(filters), placeholderData: keepPreviousData });
  const now = new Date();
  return (
    <div className="mx-auto w-full max-w-[110rem] space-y-4 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <h1 className="text-lg font-semibold">{t.numbers.title}</h1>
        <FilterForm filters={filters} shown={data?.days} today={calendarDay(now)} />
      </div>
      {error ? (
        <Failure error={error} onAgain={() => void refetch()} />
      ) : data ? (
        <Figures metrics={data} filters={filters} />
      ) : (
        <p className="text-ink-soft min-h-dvh">{t.loading}</p>
      )}
      <Yearly filters={filters} thisYear={now.getFullYear()} />
    </div>
  );
}

/** The reader's own day, as a date field writes it. */
function calendarDay(at: Date): string {
  const [year, month, day] = [at.getFullYear(), at.getMonth() + 1, at.getDate()];
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function Figures({ metrics, filters }: { metrics: Schema["OperationalMetrics"]; filters: NumbersFilters }) {
  const t = useTexts();
  const { first, last } = metrics.days;
  const isEmpty = metrics.decided === 0;
  const table = new URLSearchParams({ ...asked(filters), format: "csv" }).toString();
  const at = new Date(metrics.as_of).toLocaleString(t.locale, { dateStyle: "medium", timeStyle: "short" });
  return (
    <>
      <p role="status" className="text-ink-soft flex flex-wrap gap-x-4 text-xs">
        {t.numbers.asOf(first, last, metrics.time_zone, at)}
        <a href={`/api/metrics/operations?${table}`} className="text-accent underline">
          {t.numbers.everything}
        </a>
      </p>
      <Headline metrics={metrics} />
      {isEmpty && (
        <p role="status" className="border-line bg-surface rounded-lg border px-4 py-6 text-center">
          {t.numbers.empty}
        </p>
      )}
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <ReceivedPanels metrics={metrics} />
        {!isEmpty && <DecidedPanels metrics={metrics} />}
        <Cost metrics={metrics} />
      </div>
      <OverrideReport filters={filters} />
    </>
  );
}
