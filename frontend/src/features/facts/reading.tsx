"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

import type { Schema } from "@/api/client";
import { documentOf } from "@/api/queries";
import { vocabulary } from "@/features/facts/queries";
import { type Concepts, conceptName, type Fact } from "@/features/facts/statements";
import { factSaid } from "@/features/facts/wording";
import { type Extent, extentOf } from "@/features/record/pages";
import { useTexts } from "@/texts";

/** What was read of a record, for every part of the page that speaks of it. */
type Reading = {
  facts: readonly Fact[];
  byId: ReadonlyMap<string, Fact>;
  quarantined: readonly Schema["Quarantine"][];
  concepts: Concepts;
  /** How much there was to read; null as long as a document is not there. */
  extent: Extent | null;
  titleOf: (documentId: string) => string;
  /** A document's text, in the form that offsets count in; undefined as long as it is not there. */
  textOf: (documentId: string) => string | undefined;
  said: (fact: Fact) => string;
};

const Context = createContext<Reading | null>(null);
const NO_FACTS: readonly Fact[] = [];
const NONE_QUARANTINED: readonly Schema["Quarantine"][] = [];

/**
 * The reading of a stored case: its texts are asked for as the record pane asks for them. `waiting` is shown until each
 * is there or was not to be had at once, so that nothing moves under the reader's eyes when they come one by one.
 */
export function ReadingProvider({
  found,
  waiting,
  children,
}: {
  found: Schema["CaseAnswer"];
  waiting: ReactNode;
  children: ReactNode;
}) {
  const { documents } = found.case;
  const clinical = found.revision?.clinical;
  const findings = clinical && "facts" in clinical ? clinical : null;
  const { texts, areAsked } = useQueries({
    queries: documents.map(({ id }) => documentOf(found.case_id, id)),
    combine: (all) => {
      const read = all.flatMap(({ data }) => (data ? [data] : []));
      return {
        texts: read.length === all.length ? read : null,
        areAsked: all.every(({ data, failureCount }) => data !== undefined || failureCount > 0),
      };
    },
  });
  const [isBegun, setBegun] = useState(areAsked);
  if (areAsked && !isBegun) setBegun(true);
  if (!isBegun) return waiting;
  return (
    <ReadingOf
      facts={findings?.facts ?? NO_FACTS}
      quarantined={findings?.quarantined ?? NONE_QUARANTINED}
      documents={documents}
      texts={texts}
    >
      {children}
    </ReadingOf>
  );
}

/** What was read of documents, stored or not. `texts` is null as long as one of them is not there. */
export function ReadingOf({
  facts,
  quarantined,
  documents,
  texts,
  children,
}: {
  facts: readonly Fact[];
  quarantined: readonly Schema["Quarantine"][];
  documents: readonly { id: string; title: string }[];
  texts: readonly { id: string; text: string }[] | null;
  children: ReactNode;
}) {
  const t = useTexts();
  const { data: known } = useQuery(vocabulary);
  const concepts = useMemo(() => new Map((known?.concepts ?? []).map((one) => [one.id, one])), [known]);
  const extent = useMemo(() => (texts ? extentOf(texts, quarantined) : null), [texts, quarantined]);
  const reading = useMemo<Reading>(
    () => ({
      facts,
      byId: new Map(facts.map((fact) => [fact.id, fact])),
      quarantined,
      concepts,
      extent,
      titleOf: (id) => documents.find((document) => document.id === id)?.title ?? id,
      textOf: (id) => texts?.find((document) => document.id === id)?.text,
      said: (fact) => factSaid(fact, conceptName(concepts, fact.concept), t.facts, t.locale),
    }),
    [facts, quarantined, concepts, extent, documents, texts, t],
  );
  return <Context value={reading}>{children}</Context>;
}

export function useReading(): Reading {
  const reading = useContext(Context);
  if (!reading) throw new Error("useReading stands outside ReadingProvider");
  return reading;
}
