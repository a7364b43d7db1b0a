import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { NoFindings } from "@/features/checks/no-findings";
import { useTexts } from "@/texts";

/** Literature and trials that a lookup returned. They decide nothing, and say so. */
export function SupplementaryPanel({ clinical }: { clinical: Schema["RevisionAnswer"]["clinical"] }) {
  const t = useTexts();
  return (
    <Panel title={t.checks.supplementary} aside={<span className="text-ink-soft text-xs">{t.checks.neverDecide}</span>}>
      {"failure" in clinical ? (
        <NoFindings failed={clinical} />
      ) : (
        <div className="space-y-3">
          <Sources title={t.checks.articles}>
            {clinical.articles.map(({ pmid, title, journal, year, relevance }) => (
              <Source
                key={pmid}
                id={`PMID ${pmid}`}
                href={`https://pubmed.ncbi.nlm.nih.gov/${encodeURIComponent(pmid)}/`}
                title={title}
                about={[journal, year, relevance]}
              />
            ))}
          </Sources>
          <Sources title={t.checks.trials}>
            {clinical.trials.map(({ nct_id, title, status, relevance }) => (
              <Source
                key={nct_id}
                id={nct_id}
                href={`https://clinicaltrials.gov/study/${encodeURIComponent(nct_id)}`}
                title={title}
                about={[status, relevance]}
              />
            ))}
          </Sources>
          {clinical.supplementary_notes.map((note) => (
            <p key={note} lang="en">
              {note}
            </p>
          ))}
        </div>
      )}
    </Panel>
  );
}

function Sources({ title, children }: { title: string; children: readonly ReactNode[] }) {
  const t = useTexts();
  return (
    <section>
      <h3 className="text-ink-soft mb-1 text-xs font-semibold">{title}</h3>
      {children.length > 0 ? <ul className="space-y-1.5">{children}</ul> : <p>{t.checks.none}</p>}
    </section>
  );
}

function Source({
  id,
  href,
  title,
  about,
}: {
  id: string;
  href: string;
  title: string;
  about: readonly (string | number | null | undefined)[];
}) {
  const t = useTexts();
  return (
    <li>
      <p lang="en">{title}</p>
      <p className="text-ink-soft flex flex-wrap items-center gap-x-2 text-xs">
        <a
          href={href}
          target="_blank"
          rel="noreferrer"
          title={t.checks.opens}
          className="text-accent inline-flex min-h-6 items-center gap-1 hover:underline"
        >
          {id}
          <ExternalLink aria-hidden className="size-3" />
          <span className="sr-only"> ({t.checks.opens})</span>
        </a>
        <span lang="en">{about.filter(Boolean).join(" · ")}</span>
      </p>
    </li>
  );
}
