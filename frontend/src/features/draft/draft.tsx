import { ArrowRight } from "lucide-react";

import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { Gates } from "@/features/draft/gates";
import { DraftBadge } from "@/features/queue/draft-badge";
import { useTexts } from "@/texts";

/** What the draft recommends and why: the summary, the gates with the one that stopped it, and what is missing. */
export function DraftPanel({ revision }: { revision: Schema["RevisionAnswer"] }) {
  const t = useTexts();
  const { recommendation } = revision;
  const badge = <DraftBadge item={{ ...recommendation, recommendation: recommendation.outcome, outcome: null }} />;
  return (
    <Panel title={t.recommendation.draft} aside={badge}>
      <div className="space-y-3">
        <p lang="en">{revision.summary}</p>
        <Gates recommendation={recommendation} />
        <Missing gaps={recommendation.gaps} />
        <p lang="en" className="text-ink-soft text-xs">
          {recommendation.disclaimer}
        </p>
      </div>
    </Panel>
  );
}

function Missing({ gaps }: { gaps: readonly Schema["Gap"][] }) {
  const t = useTexts();
  if (gaps.length === 0) return null;
  return (
    <div>
      <h3 className="text-ink-soft mb-1 text-xs font-semibold">{t.recommendation.missing}</h3>
      <ul className="space-y-1.5">
        {gaps.map((gap) => (
          <li key={`${gap.line}/${gap.criterion_id}/${gap.what}`} className="flex gap-2">
            <ArrowRight aria-hidden className="text-open mt-0.5 size-4 shrink-0" />
            <span>
              <span lang="en">{gap.what}</span>
              {gap.critical && <span className="text-open text-xs"> ({t.recommendation.critical})</span>}
              <span lang="en" className="text-ink-soft block text-xs">
                {gap.request}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
