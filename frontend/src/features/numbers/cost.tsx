import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { costBars, costGrid, costSaid } from "@/features/numbers/cost-grid";
import { Definition } from "@/features/numbers/definition";
import { FigurePanel } from "@/features/numbers/figure-panel";
import { inWords } from "@/features/numbers/grids";
import { BarsPicture } from "@/features/numbers/pictures";
import { counted, modelUse } from "@/features/numbers/said";
import { useTexts } from "@/texts";

/** What language models cost per case, month by month; a sentence where none was called in these days. */
export function Cost({ metrics }: { metrics: Schema["OperationalMetrics"] }) {
  const t = useTexts();
  const { models, model_costs: costs, decided } = metrics;
  if (costs.all.cases === 0) return decided > 0 && <NoCost use={models} />;
  const { name } = t.numbers.figures.model_cost;
  const bars = costBars(costs, t);
  const most = Math.max(...bars.map(({ value }) => value)) || 1;
  return (
    <FigurePanel title={name} file="cost-per-case" grid={costGrid(costs, t)} figure="model_cost">
      <p>{costSaid(costs, t).join(" ")}</p>
      <BarsPicture said={t.numbers.charts.bars(inWords(bars))} bars={bars} most={most} />
    </FigurePanel>
  );
}

/** No number where no call was made. */
function NoCost({ use }: { use: Schema["ModelUse"] }) {
  const t = useTexts();
  const { cost, figures } = t.numbers;
  const [asked, reviews] = [counted(use.with_language_model, t.locale), counted(use.reviews, t.locale)];
  const said = { none: cost.none(reviews), some: cost.some(asked, reviews) };
  const kind = modelUse(use);
  return (
    <Panel title={figures.models.name}>
      <p>{kind ? said[kind] : cost.unknown}</p>
      <Definition said={figures.models.said} of={figures.models.name} />
    </Panel>
  );
}
