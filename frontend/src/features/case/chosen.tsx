"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

import type { CaseTab } from "@/features/case/tabs";
import type { Passage, Span } from "@/features/criteria/passages";

/**
 * What the reader looks at: a criterion, a passage of the record, a fact by its place in the findings' list, and from
 * which side it was chosen. `words` are lit in the record wherever they stand; each choice is a list of its own.
 */
type Chosen = {
  criterion: string | null;
  passage: string | null;
  fact: number | null;
  words: readonly Place[];
  from: "record" | "review";
};

/** A stretch of a document, in Unicode code points, with its words where they are known. */
export type Place = Pick<Span, "document_id" | "start" | "end"> & { quote?: string };

type Actions = {
  chooseCriterion: (criterion: string) => void;
  choosePassage: (passage: Passage, criterion: string) => void;
  chooseInRecord: (passage: Passage) => void;
  chooseFact: (place: number) => void;
  showWords: (words: readonly Place[]) => void;
  unchoose: () => void;
};

type Choosing = Chosen & Actions;

const Context = createContext<Choosing | null>(null);
const NOTHING: Chosen = { criterion: null, passage: null, fact: null, words: [], from: "review" };

/** `onTab` is told which tab of a case holds what was chosen. */
export function ChosenProvider({ children, onTab }: { children: ReactNode; onTab?: (tab: CaseTab) => void }) {
  const [chosen, setChosen] = useState<Chosen>(NOTHING);
  const actions = useMemo<Actions>(
    () => ({
      chooseCriterion: (criterion) => {
        setChosen((before) => ({ ...before, criterion, from: "review" }));
        onTab?.("review");
      },
      choosePassage: (passage, criterion) => setChosen({ ...NOTHING, criterion, passage: passage.key, from: "review" }),
      chooseInRecord: (passage) => {
        setChosen({ ...NOTHING, criterion: passage.criteria[0] ?? null, passage: passage.key, from: "record" });
        onTab?.("review");
      },
      chooseFact: (fact) => {
        setChosen((before) => ({ ...before, fact }));
        onTab?.("facts");
      },
      showWords: (words) => setChosen({ ...NOTHING, words: [...words] }),
      unchoose: () => setChosen(NOTHING),
    }),
    [onTab],
  );
  const choosing = useMemo<Choosing>(() => ({ ...chosen, ...actions }), [chosen, actions]);
  return <Context value={choosing}>{children}</Context>;
}

export function useChosen(): Choosing {
  const choosing = useContext(Context);
  if (!choosing) throw new Error("useChosen stands outside ChosenProvider");
  return choosing;
}
