import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { spokenName } from "@/lib/spoken-name";
import { useTexts } from "@/texts";

/** Which rules, model, code and data took part in each revision, the newest first. */
export function VersionsPanel({ revisions }: { revisions: readonly Schema["AuditRevision"][] }) {
  const t = useTexts();
  if (revisions.length === 0) return null;
  return (
    <Panel title={t.history.versions}>
      <ul className="divide-line divide-y">
        {revisions.toReversed().map((revision) => (
          <RevisionVersions key={revision.number} revision={revision} />
        ))}
      </ul>
    </Panel>
  );
}

function RevisionVersions({ revision }: { revision: Schema["AuditRevision"] }) {
  const t = useTexts();
  const { number, cause, completed_at, digest, versions, data_versions } = revision;
  const rows = t.history.rows;
  const data = Object.entries(data_versions);
  return (
    <li className="py-2 first:pt-0 last:pb-0">
      <h3 className="font-medium">
        {t.history.revision(number)}{" "}
        <span className="text-ink-soft font-normal">
          · {t.history.cause[cause]} ·{" "}
          {completed_at ? new Date(completed_at).toLocaleString(t.locale) : t.history.unfinished}
        </span>
      </h3>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-xs">
        {versions && (
          <>
            <Row name={rows.rule_book}>
              <code className="break-all">{versions.rule_book}</code>
              <RuleFiles files={versions.files} />
            </Row>
            <Row name={rows.model}>{versions.model}</Row>
            <Row name={rows.code}>{versions.code}</Row>
          </>
        )}
        {data.length > 0 && (
          <Row name={rows.data}>
            {data.map(([source, known]) => (
              <span key={source} className="block">
                {spokenName(t.lookups.sources, source)}: {known.join("; ")}
              </span>
            ))}
          </Row>
        )}
        {digest && (
          <Row name={rows.digest}>
            <code className="break-all">{digest}</code>
          </Row>
        )}
      </dl>
    </li>
  );
}

function RuleFiles({ files }: { files: Readonly<Record<string, string>> }) {
  const t = useTexts();
  const all = Object.entries(files);
  return (
    <details>
      <summary className="text-accent min-h-6 cursor-pointer">{t.history.files(all.length)}</summary>
      <ul className="max-h-64 overflow-auto" tabIndex={0} aria-label={t.history.files(all.length)}>
        {all.map(([file, digest]) => (
          <li key={file} className="py-0.5">
            {file} <code className="text-ink-soft block break-all">{digest}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
