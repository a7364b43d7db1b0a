"use client";

import { type KeyboardEvent, useState } from "react";

import { useChosen } from "@/features/case/chosen";
import { useReading } from "@/features/facts/reading";
import type { Fact, Statement } from "@/features/facts/statements";
import type { Point, Timeline } from "@/features/facts/timeline";
import { daySaid, quoteOf } from "@/features/facts/wording";
import { useTexts } from "@/texts";

const WIDTH = 620;
const HEIGHT = 110;
const LEFT = 44;
const RIGHT = 500;
const TOP = 12;
const BOTTOM = 84;
const UNDATED = 560;

const across = (share: number) => LEFT + share * (RIGHT - LEFT);
const up = (share: number) => BOTTOM - share * (BOTTOM - TOP);

/** The values of one concept over time. The table below says the same; here one sees the course of it. */
export function Chart({ name, timeline }: { name: string; timeline: Timeline }) {
  const t = useTexts();
  const { said } = useReading();
  const [at, setAt] = useState<Statement | null>(null);
  const dated = [...timeline.dated].sort((one, other) => one.x - other.x);
  const shapes = new Set([...dated, ...timeline.undated].map(({ statement }) => shapeOf(statement.fact)));
  return (
    <figure className="my-1 max-w-2xl">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={t.facts.chart(name)} className="w-full">
        {timeline.values.map(({ at: height, label }) => (
          <g key={label}>
            <line x1={LEFT - 6} x2={UNDATED + 30} y1={up(height)} y2={up(height)} className="stroke-line" />
            <text x={LEFT - 10} y={up(height) + 4} textAnchor="end" className="fill-ink-soft text-[11px] tabular-nums">
              {label}
            </text>
          </g>
        ))}
        {timeline.days.map(({ at: share, day }) => (
          <text
            key={day}
            x={across(share)}
            y={HEIGHT - 6}
            textAnchor={timeline.days.length === 1 ? "middle" : share === 0 ? "start" : "end"}
            className="fill-ink-soft text-[11px] tabular-nums"
          >
            {daySaid(day, t.locale)}
          </text>
        ))}
        {timeline.undated.length > 0 && (
          <text x={UNDATED} y={HEIGHT - 6} textAnchor="middle" className="fill-ink-soft text-[11px]">
            {t.facts.undatedShort}
          </text>
        )}
        {dated.map((point) => (
          <Mark key={point.statement.key} point={point} x={across(point.x)} x2={across(point.x2)} onLook={setAt} />
        ))}
        {timeline.undated.map((point, index) => {
          const x = UNDATED + (index % 2 === 0 ? 1 : -1) * Math.ceil(index / 2) * 7;
          return <Mark key={point.statement.key} point={point} x={x} x2={x} onLook={setAt} />;
        })}
      </svg>
      <figcaption className="text-ink-soft min-h-4 text-xs">
        {at ? `${said(at.fact)}: “${quoteOf(at.fact)}”` : shapes.size > 1 ? t.facts.shapes : ""}
      </figcaption>
    </figure>
  );
}

/** One value: pressing it shows its words. A bar says between which days, or from which to which value, it lies. */
function Mark({
  point,
  x,
  x2,
  onLook,
}: {
  point: Point;
  x: number;
  x2: number;
  onLook: (statement: Statement | null) => void;
}) {
  const t = useTexts();
  const { said, titleOf } = useReading();
  const { showWords } = useChosen();
  const { fact } = point.statement;
  const show = () => showWords(fact.evidence.spans);
  const listen = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show();
  };
  const [y, y2] = [up(point.y), up(point.y2)];
  return (
    <g
      role="button"
      tabIndex={0}
      aria-label={t.facts.show(said(fact), titleOf(fact.document_id))}
      onClick={show}
      onKeyDown={listen}
      onFocus={() => onLook(point.statement)}
      onBlur={() => onLook(null)}
      onMouseEnter={() => onLook(point.statement)}
      onMouseLeave={() => onLook(null)}
      className="stroke-accent fill-accent-tint hover:fill-accent focus-visible:fill-accent cursor-pointer stroke-2"
    >
      <circle cx={(x + x2) / 2} cy={(y + y2) / 2} r={12} className="fill-transparent stroke-none" />
      {(x !== x2 || y !== y2) && <line x1={x} x2={x2} y1={y} y2={y2} />}
      <path d={PATHS[shapeOf(fact)]} transform={`translate(${(x + x2) / 2} ${(y + y2) / 2})`} />
    </g>
  );
}

const PATHS = {
  circle: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
  triangle: "M0 -6L6 5L-6 5z",
  square: "M-5 -5h10v10h-10z",
  diamond: "M0 -6L6 0L0 6L-6 0z",
};

/** The shape tells what the patient did: nothing is said by color alone. */
function shapeOf({ conditions: { activity } }: Fact): keyof typeof PATHS {
  if (activity === "rest") return "circle";
  if (activity === "exertion") return "triangle";
  return activity === "sleep" ? "square" : "diamond";
}
