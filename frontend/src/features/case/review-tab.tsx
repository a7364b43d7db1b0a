import type { Schema } from "@/api/client";
import { LineCriteria } from "@/features/criteria/line-criteria";
import type { Passages } from "@/features/criteria/passages";
import { ConfidencePanel } from "@/features/draft/confidence";
import { DraftPanel } from "@/features/draft/draft";
import { useTexts } from "@/texts";

/** What the review found: the draft, each criterion with its proof, and how strong the evidence is. */
export function ReviewTab({
  revision,
  lines,
  passages,
}: {
  revision: Schema["RevisionAnswer"];
  lines: readonly Schema["LineAssessment"][];
  passages: Passages;
}) {
  const { coverage, recommendation } = revision;
  return (
    <>
      <DraftPanel revision={revision} />
      {"withheld_by" in coverage && <Withheld by={coverage.withheld_by} />}
      {"failure" in coverage && <p lang="en">{coverage.reason}</p>}
      {lines.map((line) => (
        <LineCriteria key={line.line} line={line} passages={passages} />
      ))}
      <ConfidencePanel confidence={recommendation.confidence} />
    </>
  );
}

/** That a law forbids so much as to suggest a denial here, so that what would speak for one is told as facts alone. */
function Withheld({ by }: { by: readonly string[] }) {
  const t = useTexts();
  if (by.length === 0) return null;
  return (
    <p role="note" className="border-line-strong bg-surface rounded-lg border px-4 py-2">
      {t.criteria.withheld(by.join(", "))}
    </p>
  );
}
