"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";

import type { Schema } from "@/api/client";
import { Failure } from "@/components/failure";
import { changedIn, type Move } from "@/features/history/changed";
import { changesOf } from "@/features/history/queries";
import { useTexts } from "@/texts";

/** What revision `number` changed against `since`, in words. `documents` are those of the case, for their titles. */
export function Changes({
  caseId,
  number,
  since = number - 1,
  documents,
}: {
  caseId: string;
  number: number;
  since?: number;
  documents: readonly Schema["DocumentAnswer"][];
}) {
  const t = useTexts();
  const { data, error, refetch } = useQuery(changesOf(caseId, number, since));
  if (error) return <Failure error={error} onAgain={() => void refetch()} />;
  if (!data) return <p className="text-ink-soft">{t.loading}</p>;
  return <ChangesInWords changes={data} documents={documents} />;
}

/** {@link Changes} that were read already. */
export function ChangesInWords({
  changes,
  documents,
}: {
  changes: Schema["RevisionChanges"];
  documents: readonly Schema["DocumentAnswer"][];
}) {
  const t = useTexts();
  const titles = new Map(documents.map(({ id, title }) => [id, title]));
  const {
    draft,
    strength,
    gates,
    criteria,
    documents: added,
    answered,
    asked,
    isNothing,
  } = changedIn(changes, titles, t);
  const words = t.history.changed;
  const whole = [draft, strength, ...gates].filter((move) => move !== null);
  if (isNothing) return <p>{words.nothing}</p>;
  return (
    <div className="space-y-3">
      {whole.length > 0 && <Moves moves={whole} />}
      {criteria.length > 0 && (
        <section>
          <h3 className="text-ink-soft mb-1 text-xs font-semibold">{words.criteria}</h3>
          <Moves moves={criteria} areOfService />
        </section>
      )}
      <Named title={words.documents} names={added} />
      <Named title={words.answered} names={answered} areOfService />
      <Named title={words.asked} names={asked} areOfService />
    </div>
  );
}

/** `areOfService`: what moved is told in the service's own words, which are English. */
function Moves({ moves, areOfService = false }: { moves: readonly Move[]; areOfService?: boolean }) {
  const t = useTexts();
  return (
    <ul className="divide-line divide-y">
      {moves.map(({ what, where, before, after }) => (
        <li key={`${where}/${what}`} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1">
          <span className="min-w-0">
            <span lang={areOfService ? "en" : undefined}>{what}</span>
            {where && <span className="text-ink-soft text-xs"> · {where}</span>}
          </span>
          <span className="ml-auto inline-flex flex-wrap items-center gap-1.5">
            <span className="text-ink-soft">
              <span className="sr-only">{t.history.changed.from}: </span>
              {before}
            </span>
            <ArrowRight aria-hidden className="text-ink-soft size-3.5 shrink-0" />
            <span className="font-medium">
              <span className="sr-only">{t.history.changed.to}: </span>
              {after}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Named({
  title,
  names,
  areOfService = false,
}: {
  title: string;
  names: readonly string[];
  areOfService?: boolean;
}) {
  if (names.length === 0) return null;
  return (
    <section>
      <h3 className="text-ink-soft mb-1 text-xs font-semibold">{title}</h3>
      <ul lang={areOfService ? "en" : undefined} className="list-disc pl-5">
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </section>
  );
}
