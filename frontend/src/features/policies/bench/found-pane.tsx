import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { CriterionNode } from "@/features/criteria/criterion-node";
import type { Passages } from "@/features/criteria/passages";
import { FactsRead } from "@/features/policies/bench/facts-read";
import { countsOf } from "@/features/policies/bench/counts";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

type Trial = Schema["TrialAnswer"];

/** What the policy makes of the notes: each criterion with its status and its words, and what was read at all. */
export function FoundPane({
  tried,
  passages,
  isReading,
}: {
  tried: Trial | null;
  passages: Passages;
  isReading: boolean;
}) {
  const t = useTexts();
  return (
    <div className="space-y-3 p-3">
      <p role="status" className="text-ink-soft min-h-5 text-xs">
        {isReading ? t.bench.reading : tried && <Summary tried={tried} />}
      </p>
      {tried ? (
        <div className={cn("space-y-3", isReading && "opacity-80")}>
          <Tried tried={tried} passages={passages} />
        </div>
      ) : (
        !isReading && <p className="text-ink-soft">{t.bench.empty}</p>
      )}
    </div>
  );
}

function Summary({ tried }: { tried: Trial }) {
  const t = useTexts();
  const { met, contradicted, open } = countsOf(tried.found.line);
  return (
    <>
      <span className="text-ink font-medium">{t.bench.summary(met, contradicted, open)}</span> ·{" "}
      {t.bench.took(tried.took_ms)}
    </>
  );
}

function Tried({ tried, passages }: { tried: Trial; passages: Passages }) {
  const t = useTexts();
  const { line, quarantined } = tried.found;
  const [match] = line.policies;
  return (
    <>
      {quarantined.map((one) => (
        <p key={`${one.document_id} ${one.start}`} className="text-open">
          {t.bench.unread}: <span lang="en">{one.reason}</span>
        </p>
      ))}
      <Panel
        title={t.bench.criteria}
        aside={
          match && (
            <Badge tone={match.relation === "bound" ? "good" : "open"} title={match.reason}>
              {t.bench.relation[match.relation]}
            </Badge>
          )
        }
      >
        {match && match.relation !== "bound" && (
          <p lang="en" className="text-ink-soft mb-2 text-xs">
            {match.reason}
          </p>
        )}
        <ul className="space-y-2">
          {[...line.criteria, ...line.universal].map(({ policy_id, result, required }) => (
            <CriterionNode
              key={result.id}
              line={line.line}
              policyId={policy_id}
              criterion={result}
              passages={passages}
              isRequired={required}
            />
          ))}
        </ul>
        <p className="text-ink-soft mt-3 text-xs">
          {t.criteria.notChecked}: {line.not_checked.join("; ")}
        </p>
      </Panel>
      <FactsRead facts={tried.found.facts} />
    </>
  );
}
