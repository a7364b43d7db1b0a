import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { Definition } from "@/features/numbers/definition";
import { counted, modelUse } from "@/features/numbers/said";
import { useTexts } from "@/texts";

/** What language models cost: nothing where none was asked, and no number where the store holds none. */
export function Cost({ use }: { use: Schema["ModelUse"] }) {
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
