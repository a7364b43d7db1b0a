import type { Schema } from "@/api/client";

export type Part = { name: string; weight: string; score: string; product: string; isEvaluated: boolean };

/** The arithmetic of the strength of evidence, in figures that a reader can redo: four decimals, two at the end. */
export function arithmeticOf({ components, penalty, value }: Schema["Confidence"]) {
  const parts: Part[] = components.map(({ name, weight, score, evaluated }) => ({
    name,
    weight: weight.toFixed(2),
    score: figure(score),
    product: (weight * score).toFixed(4),
    isEvaluated: evaluated,
  }));
  const sum = components.reduce((total, { weight, score }) => total + weight * score, 0);
  return { parts, sum: sum.toFixed(4), penalty: penalty > 0 ? penalty.toFixed(2) : null, value: value.toFixed(2) };
}

/** Two decimals where they say it all, else four. */
function figure(value: number): string {
  const four = value.toFixed(4);
  return four.endsWith("00") ? four.slice(0, -2) : four;
}
