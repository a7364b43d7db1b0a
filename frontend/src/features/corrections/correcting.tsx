"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";

import type { Schema } from "@/api/client";
import { useChosenPerson } from "@/api/identity";
import { people } from "@/api/queries";
import { isIn, WAITING } from "@/api/status";
import { collect, type NewPending, type Pending, useCollected } from "@/features/corrections/pending";
import { correctionsOf } from "@/features/corrections/queries";
import { useTexts } from "@/texts";

/** What whoever acts may correct here. Where nothing, `obstacle` says why. */
type Correcting = {
  obstacle: string | null;
  pending: readonly Pending[];
  longestPassage: number;
  /** Who may judge a reserved criterion that whoever acts may not; null where they may. */
  othersWhoJudge: (reserved: Schema["Reserved"]) => readonly Schema["Role"][] | null;
  add: (one: NewPending) => void;
};

const Context = createContext<Correcting | null>(null);
const NOBODY: readonly Schema["Role"][] = [];

/** The service tells who may correct and judge what, and decides it anew when something is sent. */
export function CorrectingProvider({ found, children }: { found: Schema["CaseAnswer"]; children: ReactNode }) {
  const t = useTexts();
  const revision = found.revision?.number ?? 0;
  const { data: told } = useQuery(correctionsOf(found.case_id, revision));
  const { data: known } = useQuery(people);
  const chosen = useChosenPerson();
  const role = known?.people.find(({ id }) => id === chosen)?.role ?? null;
  const { corrections: pending } = useCollected(found.case_id);
  const mayCorrect = told?.may_correct ?? NOBODY;
  const isOpen = isIn(WAITING, found.status) || found.in_review.length > 0;
  const obstacle = !isOpen
    ? t.corrections.closed
    : !role
      ? t.corrections.whoActs
      : !mayCorrect.includes(role)
        ? t.corrections.notYours(mayCorrect.map((one) => t.roles[one]).join(", "))
        : null;
  const correcting = useMemo<Correcting>(
    () => ({
      obstacle,
      pending,
      longestPassage: told?.longest_passage ?? 0,
      othersWhoJudge: (reserved) => {
        const roles = told?.may_confirm[reserved] ?? NOBODY;
        return role && roles.includes(role) ? null : roles;
      },
      add: (one) => collect(found.case_id, revision, one),
    }),
    [obstacle, pending, told, role, found.case_id, revision],
  );
  return <Context value={correcting}>{children}</Context>;
}

/** What may be corrected here; null where there is nothing to correct, as on the author's bench. */
export function useCorrectingHere(): Correcting | null {
  return useContext(Context);
}

export function useCorrecting(): Correcting {
  const correcting = useCorrectingHere();
  if (!correcting) throw new Error("useCorrecting stands outside CorrectingProvider");
  return correcting;
}
