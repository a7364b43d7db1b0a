import type { Schema } from "@/api/client";
import { LineCriteria } from "@/features/criteria/line-criteria";
import type { Passages } from "@/features/criteria/passages";
import { ConfidencePanel } from "@/features/draft/confidence";
import { DraftPanel } from "@/features/draft/draft";

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
      {"failure" in coverage && <p>{coverage.reason}</p>}
      {lines.map((line) => (
        <LineCriteria key={line.line} line={line} passages={passages} />
      ))}
      <ConfidencePanel confidence={recommendation.confidence} />
    </>
  );
}
