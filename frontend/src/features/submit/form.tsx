"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";

import { type Draft, withValue } from "@/features/submit/draft";
import { keep } from "@/features/submit/kept";
import type { Placed } from "@/features/submit/submission";

type Form = {
  draft: Draft;
  problems: readonly Placed[];
  /** Changes the draft; `field` is the one that was mended, whose problem is then over. */
  change: (change: (draft: Draft) => Draft, field?: string) => void;
};

const Context = createContext<Form | null>(null);

/** The draft for every field below, and what is wrong with each. */
export function FormProvider({
  draft,
  problems,
  onMended,
  children,
}: {
  draft: Draft;
  problems: readonly Placed[];
  onMended: (field: string) => void;
  children: ReactNode;
}) {
  const form = useMemo<Form>(
    () => ({
      draft,
      problems,
      change: (change, field) => {
        keep(change);
        if (field) onMended(field);
      },
    }),
    [draft, problems, onMended],
  );
  return <Context value={form}>{children}</Context>;
}

export function useForm(): Form {
  const form = useContext(Context);
  if (!form) throw new Error("A field stands outside the form.");
  return form;
}

/** One field: what stands in it, how to change it, and what is wrong with it. */
export function useField(field: string): { value: string; set: (value: string) => void; problems: readonly string[] } {
  const { draft, problems, change } = useForm();
  return {
    value: draft.values[field] ?? "",
    set: (value) => change((old) => withValue(old, field, value), field),
    problems: problems.filter((one) => one.field === field).map(({ message }) => message),
  };
}

/** Shows a field wherever it is folded away, and puts the cursor there. */
export function goTo(field: string): void {
  const element = document.getElementById(field);
  for (let part = element?.closest("details"); part; part = part.parentElement?.closest("details")) part.open = true;
  element?.focus();
}
