"use client";

import type { Schema } from "@/api/client";
import { FigurePanel } from "@/features/numbers/figure-panel";
import { GridTable } from "@/features/numbers/grid-table";
import {
  agreementBars,
  agreementGrid,
  barsOf,
  daysGrid,
  determinationGrid,
  inWords,
  openGrid,
  reasonGrid,
  recommendationGrid,
  spansGrid,
  spansOf,
  turnaroundGrid,
} from "@/features/numbers/grids";
import type { Grid } from "@/features/numbers/grid";
import { BarsPicture, DaysPicture, SpansPicture } from "@/features/numbers/pictures";
import { counted, day } from "@/features/numbers/said";
import { useTexts } from "@/texts";

type Metrics = Schema["OperationalMetrics"];

const WHOLE = 100;

/** What came and what is open, whether or not anything was decided. */
export function ReceivedPanels({ metrics }: { metrics: Metrics }) {
  const t = useTexts();
  const { figures, charts, columns } = t.numbers;
  const count = (value: number) => counted(value, t.locale);
  return (
    <>
      <FigurePanel title={charts.days} file="by-day" grid={daysGrid(metrics, t)} figure="breached">
        <DaysPicture
          said={charts.daysSaid(count(metrics.received), count(metrics.decided), count(metrics.breached))}
          rows={metrics.by_day.map((one) => ({ ...plain(one), name: day(one.day, t.locale) }))}
          series={[
            { key: "received", name: columns.received, look: "first" },
            { key: "decided", name: columns.decided, look: "second" },
            { key: "breached", name: columns.breached, look: "third" },
          ]}
        />
      </FigurePanel>
      <BarsPanel
        title={figures.recommendations.name}
        file="recommendations"
        grid={recommendationGrid(metrics, t)}
        figure="recommendations"
      />
      <FigurePanel title={charts.open} file="open" grid={openGrid(metrics, t)} figure="open">
        <BarsPicture
          said={charts.bars(inWords(barsOf(openGrid(metrics, t))))}
          bars={metrics.open_now.map(({ status, count: open, overdue }) => ({
            name: t.status[status],
            value: open,
            label: overdue > 0 ? `${count(open)}, ${t.numbers.overdue(count(overdue))}` : count(open),
          }))}
        />
      </FigurePanel>
    </>
  );
}

function plain({ received, decided, breached }: Schema["DayFigures"]) {
  return { received, decided, breached };
}

/** What was decided: how fast, what, and how often as recommended. */
export function DecidedPanels({ metrics }: { metrics: Metrics }) {
  const t = useTexts();
  const { figures, charts, columns } = t.numbers;
  const spans = spansOf(metrics);
  return (
    <>
      <FigurePanel title={charts.spans} file="turnaround-spans" grid={spansGrid(metrics, t)} figure="turnaround">
        <SpansPicture
          said={charts.spansSaid(
            inWords(
              spans.map(({ name, standard, expedited }) => ({ name, value: 0, label: `${standard} + ${expedited}` })),
            ),
          )}
          rows={spans}
          series={[
            { key: "standard", name: t.priority.standard, look: "first" },
            { key: "expedited", name: t.priority.expedited, look: "second" },
          ]}
        />
      </FigurePanel>
      <FigurePanel title={charts.turnaround} file="turnaround" grid={turnaroundGrid(metrics, t)} figure="in_time">
        <GridTable title={columns.priority} grid={turnaroundGrid(metrics, t)} />
      </FigurePanel>
      <BarsPanel
        title={figures.determinations.name}
        file="determinations"
        grid={determinationGrid(metrics, t)}
        figure="determinations"
      />
      <AgreementPanel metrics={metrics} />
      <BarsPanel title={figures.reasons.name} file="override-reasons" grid={reasonGrid(metrics, t)} figure="reasons" />
    </>
  );
}

function BarsPanel({
  title,
  file,
  grid,
  figure,
}: {
  title: string;
  file: string;
  grid: Grid;
  figure: Schema["Figure"];
}) {
  const t = useTexts();
  const bars = barsOf(grid);
  return (
    <FigurePanel title={title} file={file} grid={grid} figure={figure}>
      {bars.length > 0 ? (
        <BarsPicture said={t.numbers.charts.bars(inWords(bars))} bars={bars} />
      ) : (
        <p>{t.numbers.report.none}</p>
      )}
    </FigurePanel>
  );
}

function AgreementPanel({ metrics }: { metrics: Metrics }) {
  const t = useTexts();
  const { agreement } = metrics;
  const bars = agreementBars(metrics, t);
  const count = (value: number) => counted(value, t.locale);
  const newest =
    agreement.read < agreement.decided ? ` ${t.numbers.newest(count(agreement.read), count(agreement.decided))}` : "";
  return (
    <FigurePanel
      title={t.numbers.figures.agreement.name}
      file="agreement-by-policy"
      grid={agreementGrid(metrics, t)}
      figure="agreement"
      note={t.numbers.least(agreement.least) + newest}
    >
      {bars.length > 0 ? (
        <BarsPicture said={t.numbers.charts.bars(inWords(bars))} bars={bars} most={WHOLE} />
      ) : (
        <p>{t.numbers.noneRanked}</p>
      )}
    </FigurePanel>
  );
}
