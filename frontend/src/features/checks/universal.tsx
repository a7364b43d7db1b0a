import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { ProofList } from "@/features/checks/proof-list";
import { StandingBadge } from "@/features/criteria/standing";
import { useTexts } from "@/texts";

/** Whether the provider's specialty fits the service, and the diagnosis the policy: assessed on every line. */
export function UniversalPanel({ coverage }: { coverage: Schema["RevisionAnswer"]["coverage"] }) {
  const t = useTexts();
  if ("failure" in coverage || coverage.lines.length === 0) return null;
  return (
    <Panel title={t.checks.inEveryCase}>
      <ul className="divide-line divide-y">
        {coverage.lines.flatMap(({ line, code, universal }) =>
          universal.map(({ result, required, policy_id }) => (
            <li key={`${line}/${result.id}`} className="py-2 first:pt-0 last:pb-0">
              <div className="flex items-start gap-3">
                <p className="min-w-0 flex-1">
                  <span className="font-medium">{result.text}</span>
                  <span className="text-ink-soft">
                    {" "}
                    · {t.criteria.line(line, code)} · {policy_id}
                    {!required && ` · ${t.criteria.optional}`}
                  </span>
                </p>
                <StandingBadge criterion={result} isAside={false} />
              </div>
              <p lang="en" className="text-ink-soft text-xs">
                {result.reason}
              </p>
              <ProofList evidence={result.evidence} known={result.reason} />
            </li>
          )),
        )}
      </ul>
    </Panel>
  );
}
