import type { Schema } from "@/api/client";
import { useChosen } from "@/features/case/chosen";
import { criteriaOf, criterionKey, type Passages } from "@/features/criteria/passages";
import { useShortcuts } from "@/lib/shortcuts";
import { useTexts } from "@/texts";

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** j and k move among the criteria; 1 to 9 show the first to the ninth passage of the one that is chosen. */
export function useCaseKeys(lines: readonly Schema["LineAssessment"][], passages: Passages): void {
  const t = useTexts();
  const { criterion, chooseCriterion, choosePassage } = useChosen();
  const keys = lines.flatMap((line) => criteriaOf(line).map((one) => criterionKey(line.line, one)));
  const at = criterion ? keys.indexOf(criterion) : -1;
  const move = (step: number) => {
    const next = keys[Math.max(0, Math.min(keys.length - 1, at + step))];
    if (next) chooseCriterion(next);
  };
  const show = (nth: number) => {
    const passage = criterion ? passages.of.get(criterion)?.[nth - 1] : undefined;
    if (criterion && passage) choosePassage(passage, criterion);
  };
  useShortcuts({
    j: { does: t.criteria.keys.next, act: () => move(1) },
    k: { does: t.criteria.keys.before, act: () => move(-1) },
    ...Object.fromEntries(DIGITS.map((nth) => [String(nth), { does: t.criteria.keys.passage, act: () => show(nth) }])),
  });
}
