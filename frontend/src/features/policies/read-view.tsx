import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { AppliesPanel } from "@/features/policies/applies";
import { CodesPanel } from "@/features/policies/codes";
import { DiagnosesPanel } from "@/features/policies/diagnoses";
import type { Filters } from "@/features/policies/filters";
import { ProgramsPanel } from "@/features/policies/programs";
import { paragraphsOf } from "@/features/policies/prose";
import { SourceLink } from "@/features/policies/source-link";
import { PolicyNode } from "@/features/policies/tree";
import { VersionsPanel } from "@/features/policies/versions";
import { useTexts } from "@/texts";

/** A policy to read: its criteria as a tree and its prose, and beside them where it comes from and whom it binds. */
export function ReadView({ answer, filters }: { answer: Schema["PolicyAnswer"]; filters: Filters }) {
  const t = useTexts();
  const { verified, secondary, unverified, for_a_person: judged } = answer.verification;
  return (
    <div className="grid items-start gap-3 p-3 lg:grid-cols-[minmax(0,1fr)_22rem] xl:grid-cols-[minmax(0,1fr)_28rem]">
      <div className="min-w-0 space-y-3">
        <Panel title={t.policies.criteria}>
          <p className="text-ink-soft mb-3 text-xs">
            {t.policies.counted(verified, secondary, unverified)} {judged > 0 && t.policies.decidedByAPerson(judged)}
          </p>
          <ol className="space-y-2">
            {answer.criteria.map((node) => (
              <PolicyNode key={node.id} node={node} above={null} />
            ))}
          </ol>
        </Panel>
        {answer.policy.body.trim() && <ProsePanel body={answer.policy.body} />}
      </div>
      <div className="min-w-0 space-y-3">
        <CitationPanel citation={answer.policy.citation} />
        <VersionsPanel answer={answer} filters={filters} />
        <AppliesPanel answer={answer} />
        <CodesPanel codes={answer.policy.codes} />
        <DiagnosesPanel diagnoses={answer.policy.diagnoses} described={answer.described} />
        <ProgramsPanel programs={answer.programs} />
      </div>
    </div>
  );
}

function ProsePanel({ body }: { body: string }) {
  const t = useTexts();
  return (
    <Panel title={t.policies.prose}>
      <div lang="en" className="max-w-prose space-y-3 font-serif text-[0.95rem] leading-7">
        {paragraphsOf(body).map((pieces, index) => (
          <p key={index}>
            {pieces.map((piece, at) =>
              piece.isStrong ? <strong key={at}>{piece.text}</strong> : <span key={at}>{piece.text}</span>,
            )}
          </p>
        ))}
      </div>
    </Panel>
  );
}

function CitationPanel({ citation }: { citation: Schema["Citation"] }) {
  const t = useTexts();
  return (
    <Panel title={t.policies.citation}>
      <p>
        <span lang="en">
          <SourceLink url={citation.url}>{citation.title}</SourceLink>
        </span>
      </p>
      <p className="text-ink-soft mt-1 text-xs">
        {citation.read_on ? t.policies.readOn(citation.read_on) : t.policies.neverRead}
      </p>
    </Panel>
  );
}
