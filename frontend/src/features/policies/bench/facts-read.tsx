import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { valueOf } from "@/features/policies/bench/counts";
import { useTexts } from "@/texts";

/** Every statement that was read of the notes, for who wonders why a criterion does not see one. */
export function FactsRead({ facts }: { facts: readonly Schema["Fact"][] }) {
  const t = useTexts();
  return (
    <details className="border-line bg-surface rounded-lg border">
      <summary className="cursor-pointer rounded-lg px-4 py-2 font-semibold">{t.bench.facts(facts.length)}</summary>
      <ul className="border-line divide-line divide-y border-t px-4 py-1">
        {facts.map((fact) => (
          <li key={fact.id} className="py-1.5">
            <p className="flex flex-wrap items-center gap-x-2">
              <span className="font-medium">{fact.concept.replaceAll("_", " ")}</span>
              <span className="tabular-nums">{valueOf(fact)}</span>
              <Badge>{t.bench.assertions[fact.assertion]}</Badge>
              <span className="text-ink-soft text-xs">
                {[fact.on, `${fact.confidence} / 100`, fact.doubt].filter(Boolean).join(" · ")}
              </span>
            </p>
            <q className="text-ink-soft font-serif">{fact.evidence.spans.map(({ quote }) => quote).join(" … ")}</q>
          </li>
        ))}
      </ul>
    </details>
  );
}
