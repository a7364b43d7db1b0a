"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

import type { Passage } from "@/features/case/passages";

/** What the reader looks at: a criterion, a passage of the record, and from which side it was chosen. */
type Chosen = { criterion: string | null; passage: string | null; from: "record" | "review" };

type Choosing = Chosen & {
  chooseCriterion: (criterion: string) => void;
  choosePassage: (passage: Passage, criterion: string) => void;
  chooseInRecord: (passage: Passage) => void;
};

const Context = createContext<Choosing | null>(null);

export function ChosenProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState<Chosen>({ criterion: null, passage: null, from: "review" });
  const choosing = useMemo<Choosing>(
    () => ({
      ...chosen,
      chooseCriterion: (criterion) => setChosen((before) => ({ ...before, criterion, from: "review" })),
      choosePassage: (passage, criterion) => setChosen({ criterion, passage: passage.key, from: "review" }),
      chooseInRecord: (passage) =>
        setChosen({ criterion: passage.criteria[0] ?? null, passage: passage.key, from: "record" }),
    }),
    [chosen],
  );
  return <Context value={choosing}>{children}</Context>;
}

export function useChosen(): Choosing {
  const choosing = useContext(Context);
  if (!choosing) throw new Error("useChosen stands outside ChosenProvider");
  return choosing;
}
