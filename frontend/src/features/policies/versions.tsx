import Link from "next/link";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { addressOf, type Filters } from "@/features/policies/filters";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** The versions of the policy that the library holds, each to read, with what it changed. */
export function VersionsPanel({ answer, filters }: { answer: Schema["PolicyAnswer"]; filters: Filters }) {
  const t = useTexts();
  const { policy, versions } = answer;
  return (
    <Panel title={t.policies.versions}>
      {versions.length === 1 && <p>{t.policies.onlyVersion}</p>}
      {versions.length > 1 && (
        <ol className="space-y-2">
          {versions.map((one) => (
            <li key={one.version}>
              <p className="flex flex-wrap items-center gap-x-2">
                {one.version === policy.version ? (
                  <span aria-current="true" className="font-medium">
                    {t.policies.version(one.version)}
                  </span>
                ) : (
                  <Link
                    href={addressOf(filters, { id: policy.id, version: one.version })}
                    className="text-accent underline underline-offset-2"
                  >
                    {t.policies.version(one.version)}
                  </Link>
                )}
                {one.version === policy.version && <Badge tone="accent">{t.policies.shown}</Badge>}
                <span className="text-ink-soft text-xs">{t.policies.since(one.effective, one.ends ?? null)}</span>
              </p>
              {one.changes.length > 0 && <Changes changes={one.changes} />}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Changes({ changes }: { changes: readonly Schema["PolicyChange"][] }) {
  const t = useTexts();
  return (
    <details>
      <summary className="text-ink-soft min-h-6 cursor-pointer text-xs">{t.policies.changed(changes.length)}</summary>
      <ul className="mt-1 space-y-1 text-xs">
        {changes.map((change, index) => (
          <li key={index} className={cn("border-l-2 pl-2", change.came ? "border-good" : "border-bad")}>
            <span className={cn("font-semibold", change.came ? "text-good" : "text-bad")}>
              {t.policies.parts[change.part]}, {change.came ? t.policies.change.came : t.policies.change.went}:{" "}
            </span>
            <span lang="en">
              {change.came ? <ins className="no-underline">{change.text}</ins> : <del>{change.text}</del>}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
