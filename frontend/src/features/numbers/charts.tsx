"use client";

import { type ReactElement, useId } from "react";
import {
  Bar,
  BarChart,
  CartesianGrid,
  LabelList,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";

import type { Bar as OneBar } from "@/features/numbers/grids";
import { Hatch, LEGEND_LOOK, type Series } from "@/features/numbers/legend";
import type { Row } from "@/features/numbers/pictures";

const AXIS = { stroke: "var(--line-strong)", tick: { fill: "var(--ink-soft)", fontSize: 12 }, tickLine: false };
const TOOLTIP = {
  contentStyle: { background: "var(--raised)", border: "1px solid var(--line-strong)", color: "var(--ink)" },
  itemStyle: { color: "var(--ink)" },
  labelStyle: { color: "var(--ink)" },
  isAnimationActive: false,
} as const;
const MARGIN = { top: 16, right: 24, bottom: 4, left: 4 };
const NAME_WIDTH = 180;
const LABEL_ROOM = 96;

/** A drawing as wide as its place. */
function Drawing({ height, children }: { height: number; children: ReactElement }) {
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height }}>
      {children}
    </ResponsiveContainer>
  );
}

/** Lines by day, told apart by dashes and marks as well as by color. */
export function DaysChart({
  rows,
  series,
  height,
}: {
  rows: readonly Row[];
  series: readonly Series[];
  height: number;
}) {
  const isShort = rows.length <= 62;
  return (
    <Drawing height={height}>
      <LineChart data={[...rows]} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis dataKey="name" {...AXIS} minTickGap={24} />
        <YAxis allowDecimals={false} width={40} {...AXIS} />
        <Tooltip {...TOOLTIP} />
        {series.map(({ key, name, look }) => {
          const { color, dash, shape } = LEGEND_LOOK[look];
          return (
            <Line
              key={key}
              dataKey={key}
              name={name}
              stroke={color}
              strokeWidth={2}
              strokeDasharray={dash}
              legendType={shape}
              dot={
                isShort ? { r: look === "second" ? 4 : 2.5, fill: look === "second" ? "var(--surface)" : color } : false
              }
              isAnimationActive={false}
            />
          );
        })}
      </LineChart>
    </Drawing>
  );
}

/** Columns that stand on each other, the second hatched. */
export function SpansChart({
  rows,
  series,
  height,
}: {
  rows: readonly Row[];
  series: readonly Series[];
  height: number;
}) {
  const hatch = useId();
  return (
    <Drawing height={height}>
      <BarChart data={[...rows]} margin={MARGIN} accessibilityLayer={false}>
        <defs>
          <Hatch id={hatch} />
        </defs>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis dataKey="name" {...AXIS} interval="preserveStartEnd" />
        <YAxis allowDecimals={false} width={40} {...AXIS} />
        <Tooltip {...TOOLTIP} cursor={{ fill: "var(--accent-tint)" }} />
        {series.map(({ key, name, look }) => (
          <Bar
            key={key}
            dataKey={key}
            name={name}
            stackId="all"
            fill={look === "second" ? `url(#${hatch})` : LEGEND_LOOK[look].color}
            stroke={LEGEND_LOOK[look].color}
            isAnimationActive={false}
          >
            <LabelList dataKey={key} position="center" {...LABELLED} formatter={nothingForZero} fill={LABEL[look]} />
          </Bar>
        ))}
      </BarChart>
    </Drawing>
  );
}

const LABEL = { first: "var(--on-accent)", second: "var(--ink)", third: "var(--ink)" } as const;
const LABELLED = { fontSize: 12 } as const;

function nothingForZero(value: unknown): string {
  return value === 0 ? "" : String(value);
}

/** Bars that lie, each with what it is of at its left and its number at its right. */
export function BarsChart({ bars, top, height }: { bars: readonly OneBar[]; top: number; height: number }) {
  return (
    <Drawing height={height}>
      <BarChart
        data={[...bars]}
        layout="vertical"
        margin={{ ...MARGIN, right: LABEL_ROOM, top: 4 }}
        accessibilityLayer={false}
      >
        <XAxis type="number" domain={[0, top]} hide />
        <YAxis type="category" dataKey="name" width={NAME_WIDTH} interval={0} axisLine={false} {...AXIS} />
        <Bar
          dataKey="value"
          fill="var(--accent)"
          background={{ fill: "var(--raised)" }}
          maxBarSize={18}
          isAnimationActive={false}
        >
          <LabelList dataKey="label" position="right" fill="var(--ink)" {...LABELLED} />
        </Bar>
      </BarChart>
    </Drawing>
  );
}
