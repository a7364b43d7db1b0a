import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { useTexts } from "@/texts";

type Part = keyof ReturnType<typeof useTexts>["review"]["components"];

/** The strength of the evidence, with the arithmetic that a reader can redo. */
export function ConfidencePanel({ confidence }: { confidence: Schema["Confidence"] }) {
  const t = useTexts();
  const aside = <span className="text-ink-soft text-xs">{t.review.level[confidence.level]}</span>;
  return (
    <Panel title={`${t.review.confidence}: ${confidence.value.toFixed(2)}`} aside={aside}>
      <table className="w-full text-right tabular-nums">
        <tbody>
          {confidence.components.map(({ name, weight, score, evaluated }) => (
            <tr key={name}>
              <th scope="row" className="py-0.5 text-left font-normal">
                {t.review.components[name as Part] ?? name}
              </th>
              <td className="text-ink-soft">
                {weight.toFixed(2)} × {evaluated ? score.toFixed(2) : t.review.gateOutcome.NOT_EVALUATED}
              </td>
              <td className="w-20">= {(weight * score).toFixed(3)}</td>
            </tr>
          ))}
          {confidence.penalty > 0 && (
            <tr>
              <th scope="row" className="text-left font-normal">
                {t.review.penalty}
              </th>
              <td />
              <td>− {confidence.penalty.toFixed(2)}</td>
            </tr>
          )}
          <tr className="border-line border-t font-medium">
            <th scope="row" className="pt-1 text-left font-medium">
              {t.review.total}
            </th>
            <td />
            <td>{confidence.value.toFixed(2)}</td>
          </tr>
        </tbody>
      </table>
      <p className="text-ink-soft mt-2 text-xs">{t.review.confidenceHint}</p>
    </Panel>
  );
}
