"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useRef } from "react";

import type { Bar } from "@/features/numbers/grids";
import { Legend, type Series } from "@/features/numbers/legend";
import { useNear } from "@/lib/use-near";

const charts = () => import("@/features/numbers/charts");
const DaysChart = dynamic(() => charts().then(({ DaysChart }) => DaysChart), { ssr: false });
const SpansChart = dynamic(() => charts().then(({ SpansChart }) => SpansChart), { ssr: false });
const BarsChart = dynamic(() => charts().then(({ BarsChart }) => BarsChart), { ssr: false });

const HEIGHT = 260;
const BAR_HEIGHT = 34;

/** One row of a chart: what it is of, under `name`, and a value for each series. */
export type Row = Readonly<Record<string, string | number>>;

/**
 * A chart as a picture with its words; who does not see it has them, and the table beside it. Its place is kept from the
 * first, so nothing moves when the drawing comes, and it is drawn when the reader comes near.
 */
function Picture({ said, height, children }: { said: string; height: number; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const isNear = useNear(place);
  return (
    <div ref={place} role="img" aria-label={said} style={{ height }}>
      {isNear && children}
    </div>
  );
}

/** Lines by day. */
export function DaysPicture({ said, rows, series }: { said: string; rows: readonly Row[]; series: readonly Series[] }) {
  return (
    <>
      <Legend series={series} kind="line" />
      <Picture said={said} height={HEIGHT}>
        <DaysChart rows={rows} series={series} height={HEIGHT} />
      </Picture>
    </>
  );
}

/** Columns that stand on each other. */
export function SpansPicture({
  said,
  rows,
  series,
}: {
  said: string;
  rows: readonly Row[];
  series: readonly Series[];
}) {
  return (
    <>
      <Legend series={series} kind="bar" />
      <Picture said={said} height={HEIGHT}>
        <SpansChart rows={rows} series={series} height={HEIGHT} />
      </Picture>
    </>
  );
}

/** Bars that lie. `most` is the value of a whole bar; without it that of the longest is. */
export function BarsPicture({ said, bars, most }: { said: string; bars: readonly Bar[]; most?: number }) {
  const height = bars.length * BAR_HEIGHT + 16;
  return (
    <Picture said={said} height={height}>
      <BarsChart bars={bars} height={height} top={most ?? Math.max(1, ...bars.map(({ value }) => value))} />
    </Picture>
  );
}
