"use client";

import { X } from "lucide-react";
import { type RefObject, useMemo, useState } from "react";

import { Button } from "@/components/ui/button";
import { useChosen } from "@/features/case/chosen";
import { AddFact } from "@/features/corrections/add-fact";
import { useCorrecting } from "@/features/corrections/correcting";
import type { Passages, Span } from "@/features/criteria/passages";
import { useReading } from "@/features/facts/reading";
import { usersOf } from "@/features/record/selection";
import { useTexts } from "@/texts";

/** What the selected words are used for, and the way to make a fact of them. */
export function SelectionBar({
  span,
  passages,
  labels,
  bar,
  onClear,
}: {
  span: Span;
  passages: Passages;
  labels: ReadonlyMap<string, string>;
  bar: RefObject<HTMLElement | null>;
  onClear: () => void;
}) {
  const t = useTexts();
  const { facts, said } = useReading();
  const { chooseCriterion, chooseFact } = useChosen();
  const { obstacle } = useCorrecting();
  const [isAdding, setAdding] = useState(false);
  const users = useMemo(() => usersOf(span, passages, facts), [span, passages, facts]);
  const criteria = users.criteria.map((key) => ({
    key,
    label: labels.get(key) ?? key,
    go: () => chooseCriterion(key),
  }));
  const stated = users.facts.map((place) => ({
    key: String(place),
    label: said(facts[place]!),
    go: () => chooseFact(place),
  }));
  return (
    <aside
      ref={bar}
      aria-label={t.record.selection}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClear();
      }}
      className="border-line-strong bg-surface sticky bottom-2 z-10 mx-2 max-h-[60dvh] space-y-2 overflow-auto rounded-lg border p-3 shadow-lg"
    >
      <div className="flex items-start gap-2">
        <q className="line-clamp-2 min-w-0 flex-1 font-serif">{span.quote}</q>
        <Button variant="ghost" aria-label={t.record.clear} onClick={onClear}>
          <X aria-hidden />
        </Button>
      </div>
      <Links title={t.record.usedBy} none={t.record.unused} links={criteria} />
      <Links title={t.record.factsOf} none={t.record.noFacts} links={stated} />
      {isAdding ? (
        <AddFact key={`${span.document_id}:${span.start}:${span.end}`} span={span} onDone={() => setAdding(false)} />
      ) : obstacle ? (
        <p className="text-ink-soft text-xs">{obstacle}</p>
      ) : (
        <Button onClick={() => setAdding(true)}>{t.record.add}</Button>
      )}
      <p className="text-ink-soft text-xs">{t.record.keys}</p>
    </aside>
  );
}

function Links({
  title,
  none,
  links,
}: {
  title: string;
  none: string;
  links: readonly { key: string; label: string; go: () => void }[];
}) {
  if (links.length === 0) return <p className="text-ink-soft text-xs">{none}</p>;
  return (
    <div>
      <p className="text-ink-soft text-xs">{title}</p>
      <ul className="flex max-h-24 flex-wrap gap-x-4 overflow-auto">
        {links.map(({ key, label, go }) => (
          <li key={key}>
            <button type="button" onClick={go} className="text-accent min-h-6 text-left hover:underline">
              {label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
