import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { StandingBadge } from "@/features/criteria/standing";
import { arithmeticOf } from "@/features/draft/arithmetic";
import { cn } from "@/lib/cn";
import { spokenName } from "@/lib/spoken-name";
import { useTexts } from "@/texts";

/** The strength of the evidence, with the arithmetic that a reader can redo and the criterion with the least behind it. */
export function ConfidencePanel({ confidence }: { confidence: Schema["Confidence"] }) {
  const t = useTexts();
  const aside = <span className="text-ink-soft text-xs">{t.recommendation.level[confidence.level]}</span>;
  return (
    <Panel title={`${t.recommendation.confidence}: ${confidence.value.toFixed(2)}`} aside={aside}>
      <Arithmetic confidence={confidence} />
      {confidence.weakest && <Weakest weakest={confidence.weakest} />}
      <p className="text-ink-soft mt-2 text-xs">{t.recommendation.confidenceHint}</p>
    </Panel>
  );
}

function Arithmetic({ confidence }: { confidence: Schema["Confidence"] }) {
  const t = useTexts();
  const { parts, sum, penalty, value } = arithmeticOf(confidence);
  const { columns } = t.recommendation;
  return (
    <table className="w-full text-right tabular-nums">
      <thead>
        <tr className="text-ink-soft border-line border-b text-xs">
          <th scope="col" className="py-1 text-left font-medium">
            {columns.part}
          </th>
          <th scope="col" className="py-1 font-medium">
            {columns.product}
          </th>
          <th scope="col" className="w-24 py-1 font-medium">
            {columns.result}
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ name, weight, score, product, isEvaluated }) => (
          <tr key={name}>
            <th scope="row" className="py-0.5 text-left font-normal">
              {spokenName(t.recommendation.components, name)}
              {!isEvaluated && (
                <span className="text-open text-xs"> · {t.recommendation.gateOutcome.NOT_EVALUATED}</span>
              )}
            </th>
            <td className="text-ink-soft">
              {weight} × {score}
            </td>
            <td>= {product}</td>
          </tr>
        ))}
        <Sum name={t.recommendation.sum} figure={sum} />
        {penalty && <Sum name={t.recommendation.penalty} figure={`− ${penalty}`} />}
        <Sum name={t.recommendation.total} figure={value} isTotal />
      </tbody>
    </table>
  );
}

function Sum({ name, figure, isTotal = false }: { name: string; figure: string; isTotal?: boolean }) {
  return (
    <tr className={isTotal ? "border-line-strong border-t font-semibold" : "border-line border-t"}>
      <th scope="row" className={cn("py-0.5 text-left", isTotal ? "font-semibold" : "font-normal")}>
        {name}
      </th>
      <td />
      <td>{figure}</td>
    </tr>
  );
}

function Weakest({ weakest }: { weakest: Schema["WeakestCriterion"] }) {
  const t = useTexts();
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="text-ink-soft text-xs font-semibold">{t.recommendation.weakest}</span>
      <span lang="en">{weakest.text}</span>
      <StandingBadge criterion={{ status: weakest.status, reserved: null }} isAside={false} />
      <span className="text-ink-soft text-xs tabular-nums">
        {t.history.changed.line(weakest.line)} · {weakest.confidence} / 100
      </span>
    </p>
  );
}
