"use client";

import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";

import type { Schema } from "@/api/client";
import { conceptsFor } from "@/features/corrections/concept-matches";
import { vocabularyWithCues } from "@/features/facts/queries";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

type Concept = Schema["ConceptItem"];

/** A search over the vocabulary: by name, or by the words that clinicians use. */
export function ConceptChoice({
  chosen,
  onChoose,
}: {
  chosen: Concept | null;
  onChoose: (concept: Concept | null) => void;
}) {
  const t = useTexts();
  const id = useId();
  const { data } = useQuery(vocabularyWithCues);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => conceptsFor(text, data?.concepts ?? []), [text, data]);
  const isOpen = !chosen && text.trim().length >= 2;
  useEffect(() => field.current?.focus(), []);
  const choose = (concept: Concept) => {
    setText(concept.name);
    onChoose(concept);
  };
  const listen = (event: KeyboardEvent) => {
    if (!isOpen) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const concept = found[at];
    if (step) {
      event.preventDefault();
      setAt((before) => Math.max(0, Math.min(found.length - 1, before + step)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (concept) choose(concept);
    } else if (event.key === "Escape") {
      event.preventDefault();
      setText("");
    }
  };
  return (
    <div>
      <label htmlFor={id} className="text-ink-soft block text-xs">
        {t.corrections.concept}
      </label>
      <input
        ref={field}
        id={id}
        role="combobox"
        autoComplete="off"
        aria-expanded={isOpen}
        aria-controls={`${id}-found`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && found[at] ? `${id}-${found[at].id}` : undefined}
        aria-describedby={`${id}-hint`}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          onChoose(null);
        }}
        onKeyDown={listen}
        className="border-line-strong bg-surface h-8 w-full rounded-md border px-2"
      />
      <p id={`${id}-hint`} role="status" className="text-ink-soft mt-0.5 text-xs">
        {isOpen && data && found.length === 0 ? t.corrections.noConcept : t.corrections.conceptHint}
      </p>
      <ul
        id={`${id}-found`}
        role="listbox"
        aria-label={t.corrections.concept}
        className={cn("border-line bg-surface rounded-md border", (!isOpen || found.length === 0) && "hidden")}
      >
        {found.map((concept, index) => (
          <li
            key={concept.id}
            id={`${id}-${concept.id}`}
            role="option"
            aria-selected={index === at}
            onMouseDown={(event) => {
              event.preventDefault();
              choose(concept);
            }}
            onMouseEnter={() => setAt(index)}
            className={cn("flex cursor-pointer justify-between px-2 py-1", index === at && "bg-accent-tint")}
          >
            <span>{concept.name}</span>
            <span className={cn("text-xs", index === at ? "text-ink" : "text-ink-soft")}>
              {[t.facts.kinds[concept.kind], concept.unit === "1" ? null : concept.unit].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
