"use client";

import type { Schema } from "@/api/client";
import { useChosen } from "@/features/case/chosen";
import { useReading } from "@/features/facts/reading";
import type { Fact } from "@/features/facts/statements";
import { useTexts } from "@/texts";

type Criterion = Schema["CriterionResult"];

/**
 * Why a criterion stands as it does: what contradicts it, where nothing was found, or the service's own sentence.
 *
 * `isAside`: its own standing is no verdict, so that what the record states contradicts nothing.
 */
export function Reason({ criterion, isAside }: { criterion: Criterion; isAside: boolean }) {
  const t = useTexts();
  const { byId, extent } = useReading();
  const factsOf = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const stated = factsOf(criterion.facts);
  if (criterion.status === "NOT_MET" && criterion.basis === "stated" && stated.length > 0) {
    return <Said label={isAside ? t.criteria.states : t.criteria.contradicts} facts={stated} />;
  }
  if (criterion.basis === "contradicted" && stated.length > 0) {
    return (
      <span>
        <span lang="en">{criterion.reason}</span> <Said label={t.criteria.speaksFor} facts={stated} />{" "}
        <Said label={t.criteria.speaksAgainst} facts={factsOf(criterion.against)} />
      </span>
    );
  }
  if (criterion.basis === "silent" && criterion.status === "INSUFFICIENT" && isOfRecord(criterion) && extent) {
    return <span>{t.criteria.notFoundIn[extent.unit](extent.read, extent.all)}.</span>;
  }
  if (criterion.proposed && criterion.basis === "model") {
    return <span>{t.criteria.proposed[criterion.proposed.status](criterion.proposed.by)}</span>;
  }
  return <span lang="en">{criterion.reason}</span>;
}

/** The leaves that search the record's text; the others ask the request, the documents' kinds or a registry. */
function isOfRecord({ kind }: Criterion): boolean {
  return ["finding", "measurement", "treatment"].includes(kind);
}

function Said({ label, facts }: { label: string; facts: readonly Fact[] }) {
  const { said } = useReading();
  const { showWords } = useChosen();
  return (
    <span>
      {label}:{" "}
      {facts.map((fact, place) => (
        <span key={fact.id}>
          {place > 0 && "; "}
          <button
            type="button"
            onClick={(event) => {
              event.stopPropagation();
              showWords(fact.evidence.spans);
            }}
            className="text-ink min-h-6 text-left font-medium underline decoration-dotted underline-offset-2"
          >
            {said(fact)}
          </button>
        </span>
      ))}
    </span>
  );
}
