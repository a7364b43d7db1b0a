import { useId } from "react";

/** How a series looks: its color, and what tells it apart without color. */
export type Look = "first" | "second" | "third";
export type Series = { key: string; name: string; look: Look };

export const LEGEND_LOOK = {
  first: { color: "var(--accent)", dash: "", shape: "line" },
  second: { color: "var(--good)", dash: "7 4", shape: "circle" },
  third: { color: "var(--bad)", dash: "2 3", shape: "square" },
} as const;

/** Diagonal lines on the surface's own color. */
export function Hatch({ id }: { id: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill="var(--surface)" />
      <line x1="0" y1="0" x2="0" y2="6" stroke="var(--good)" strokeWidth="3" />
    </pattern>
  );
}

/** What each line or pattern is. The words in the chart's own description say it as well. */
export function Legend({ series, kind }: { series: readonly Series[]; kind: "line" | "bar" }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-xs">
      {series.map(({ key, name, look }) => (
        <li key={key} className="flex items-center gap-2">
          <svg aria-hidden width="28" height="12">
            {kind === "line" ? <Stroke look={look} /> : <Swatch look={look} />}
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

function Stroke({ look }: { look: Look }) {
  const { color, dash } = LEGEND_LOOK[look];
  const hollow = look === "second";
  return (
    <>
      <line x1="0" y1="6" x2="28" y2="6" stroke={color} strokeWidth="2" strokeDasharray={dash} />
      <circle cx="14" cy="6" r={hollow ? 4 : 2.5} fill={hollow ? "var(--surface)" : color} stroke={color} />
    </>
  );
}

function Swatch({ look }: { look: Look }) {
  const hatch = useId();
  const { color } = LEGEND_LOOK[look];
  return (
    <>
      {look === "second" && (
        <defs>
          <Hatch id={hatch} />
        </defs>
      )}
      <rect x="1" y="1" width="26" height="10" fill={look === "second" ? `url(#${hatch})` : color} stroke={color} />
    </>
  );
}
