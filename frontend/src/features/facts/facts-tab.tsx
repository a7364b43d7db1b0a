"use client";

import { Search } from "lucide-react";
import { useDeferredValue, useId, useMemo, useState } from "react";

import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { MadePanel } from "@/features/corrections/made-panel";
import { useCorrecting } from "@/features/corrections/correcting";
import { ClaimsPanel } from "@/features/facts/claims-panel";
import { ConceptStatements } from "@/features/facts/concept-statements";
import { QuarantinedPanel } from "@/features/facts/quarantined-panel";
import { useReading } from "@/features/facts/reading";
import { type ConceptGroup, filtered, groupsOf } from "@/features/facts/statements";
import { quoteOf } from "@/features/facts/wording";
import { useTexts } from "@/texts";

/** What the record states about this patient, concept by concept, and what was corrected of it. */
export function FactsTab({ found, revision }: { found: Schema["CaseAnswer"]; revision: Schema["RevisionAnswer"] }) {
  const { clinical } = revision;
  if ("failure" in clinical) return <p lang="en">{clinical.reason}</p>;
  return (
    <>
      <FactsPanel />
      <ClaimsPanel clinical={clinical} coverage={revision.coverage} />
      <QuarantinedPanel />
      <MadePanel caseId={found.case_id} revision={revision.number} />
    </>
  );
}

const countOf = (groups: readonly ConceptGroup[]) => groups.reduce((sum, { statements }) => sum + statements.length, 0);

function FactsPanel() {
  const t = useTexts();
  const { facts, concepts, said, titleOf } = useReading();
  const { obstacle } = useCorrecting();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text);
  const groups = useMemo(() => groupsOf(facts, concepts), [facts, concepts]);
  const shown = useMemo(
    () => filtered(groups, wanted, (fact) => `${said(fact)} ${titleOf(fact.document_id)} ${quoteOf(fact)}`),
    [groups, wanted, said, titleOf],
  );
  const aside = (
    <span role="status" className="text-ink-soft text-xs">
      {t.facts.count(countOf(shown), countOf(groups))}
    </span>
  );
  return (
    <Panel title={t.facts.title} aside={aside}>
      <Filter text={text} onChange={setText} />
      {obstacle && <p className="text-ink-soft mt-2 text-xs">{obstacle}</p>}
      {shown.length === 0 && <p className="mt-3">{groups.length === 0 ? t.facts.none : t.facts.nothing}</p>}
      {kindsOf(shown).map(([kind, own]) => (
        <section key={kind} aria-label={t.facts.kinds[kind]} className="mt-4">
          <h3 className="text-ink-soft border-line border-b pb-1 text-xs font-semibold">{t.facts.kinds[kind]}</h3>
          <div className="divide-line divide-y">
            {own.map((group) => (
              <ConceptStatements key={group.concept} group={group} />
            ))}
          </div>
        </section>
      ))}
    </Panel>
  );
}

function kindsOf(groups: readonly ConceptGroup[]): [Schema["ConceptKind"] | "other", ConceptGroup[]][] {
  const kinds = new Map<Schema["ConceptKind"] | "other", ConceptGroup[]>();
  for (const group of groups) {
    const kind = group.kind ?? "other";
    kinds.set(kind, [...(kinds.get(kind) ?? []), group]);
  }
  return [...kinds];
}

function Filter({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const t = useTexts();
  const id = useId();
  return (
    <div className="relative">
      <label htmlFor={id} className="sr-only">
        {t.facts.filter}
      </label>
      <Search aria-hidden className="text-ink-soft pointer-events-none absolute top-2 left-2 size-4" />
      <input
        id={id}
        type="search"
        autoComplete="off"
        value={text}
        placeholder={t.facts.filter}
        onChange={(event) => onChange(event.target.value)}
        className="border-line-strong bg-surface placeholder:text-ink-soft h-8 w-full rounded-md border pr-2 pl-8"
      />
    </div>
  );
}
