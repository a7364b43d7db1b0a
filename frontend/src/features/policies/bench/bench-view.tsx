"use client";

import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useMemo } from "react";

import { Refusal, type Schema } from "@/api/client";
import { Failure } from "@/components/failure";
import { ChosenProvider } from "@/features/case/chosen";
import { useCaseKeys } from "@/features/case/use-case-keys";
import { type Passages, passagesOf } from "@/features/criteria/passages";
import { ReadingOf } from "@/features/facts/reading";
import { bodyOf, type Draft, draftFor } from "@/features/policies/bench/draft";
import { FoundPane } from "@/features/policies/bench/found-pane";
import { NotesPane } from "@/features/policies/bench/notes-pane";
import { RequestFields } from "@/features/policies/bench/request-fields";
import { SampleChoice } from "@/features/policies/bench/sample-choice";
import { type Named, trialOf } from "@/features/policies/queries";
import { useSettled } from "@/lib/settled";
import { useTexts } from "@/texts";

const TYPING_MS = 600;
const NO_DOCUMENTS: readonly Schema["Document"][] = [];
const NO_FACTS: readonly Schema["Fact"][] = [];
const NONE_QUARANTINED: readonly Schema["Quarantine"][] = [];
const NONE: Passages = { all: [], of: new Map() };

/** The author's bench: notes on the left, and on the right what the policy makes of them, tried again as one types. */
export function BenchView({
  named,
  answer,
  draft,
  onDraft,
}: {
  named: Named;
  answer: Schema["PolicyAnswer"];
  draft: Draft | null;
  onDraft: (draft: Draft) => void;
}) {
  const t = useTexts();
  const { policy, as_of } = answer;
  const current = draft ?? draftFor(policy, as_of);
  return (
    <ChosenProvider>
      <div className="border-line bg-surface flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2">
        <p role="note" className="text-open flex items-center gap-2 text-xs font-medium">
          <FlaskConical aria-hidden className="size-4" />
          {t.bench.trial}
        </p>
        <SampleChoice policy={policy} day={as_of} onDraft={onDraft} />
        <RequestFields policy={policy} draft={current} onDraft={onDraft} />
      </div>
      <Panes named={named} draft={current} day={as_of} onDraft={onDraft} />
    </ChosenProvider>
  );
}

function Panes({
  named,
  draft,
  day,
  onDraft,
}: {
  named: Named;
  draft: Draft;
  day: string;
  onDraft: (draft: Draft) => void;
}) {
  const t = useTexts();
  const settled = useSettled(draft, TYPING_MS);
  const body = useMemo(() => bodyOf(settled), [settled]);
  const { data, error, isFetching } = useQuery(trialOf(named, body));
  const tried = body && data ? data : null;
  const lines = useMemo(() => (tried ? [tried.found.line] : []), [tried]);
  const passages = useMemo(
    () =>
      tried
        ? passagesOf(
            lines,
            tried.documents.map(({ id }) => id),
          )
        : NONE,
    [lines, tried],
  );
  useCaseKeys(lines, passages);
  const isReading = bodyOf(draft) !== null && (isFetching || settled !== draft);
  const documents = tried?.documents ?? NO_DOCUMENTS;
  return (
    <ReadingOf
      facts={tried?.found.facts ?? NO_FACTS}
      quarantined={tried?.found.quarantined ?? NONE_QUARANTINED}
      documents={documents}
      texts={documents}
    >
      <div className="grid flex-1 lg:min-h-0 lg:grid-cols-2">
        <section aria-label={t.bench.notes} className="border-line relative lg:min-h-0 lg:overflow-auto lg:border-r">
          <NotesPane
            notes={draft.notes}
            day={day}
            documents={documents}
            passages={passages.all}
            onNotes={(notes) => onDraft({ ...draft, notes })}
          />
        </section>
        <section aria-label={t.bench.found} tabIndex={0} className="relative lg:min-h-0 lg:overflow-auto">
          {error ? <Refused error={error} /> : <FoundPane tried={tried} passages={passages} isReading={isReading} />}
        </section>
      </div>
    </ReadingOf>
  );
}

/** Why a trial was refused, thing by thing. */
function Refused({ error }: { error: Error }) {
  const problems = error instanceof Refusal ? error.problems : [];
  return (
    <>
      <Failure error={error} />
      <ul className="mx-4 list-disc pl-5">
        {problems.map(({ path, message }) => (
          <li key={path + message}>
            {path.slice(1).replaceAll("/", " ").replaceAll("_", " ")}: <span lang="en">{message}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
