"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Failure } from "@/components/failure";
import { BenchView } from "@/features/policies/bench/bench-view";
import type { Draft } from "@/features/policies/bench/draft";
import type { Filters, Place } from "@/features/policies/filters";
import { PolicyHead } from "@/features/policies/policy-head";
import { policyOf } from "@/features/policies/queries";
import { ReadView } from "@/features/policies/read-view";
import { useTexts } from "@/texts";

/** One policy, to read or to try. What is being tried outlives a look at the reading, and nothing else. */
export function PolicyPage({ place, filters }: { place: Place; filters: Filters }) {
  const t = useTexts();
  const named = { id: place.id, version: place.version ?? null };
  const { data, error, refetch } = useQuery(policyOf(named));
  const [draft, setDraft] = useState<Draft | null>(null);
  if (error && !data) return <Failure error={error} onAgain={() => void refetch()} />;
  if (!data) return <p className="text-ink-soft p-4">{t.loading}</p>;
  return (
    <>
      <PolicyHead answer={data} place={place} filters={filters} />
      {place.view === "bench" ? (
        <BenchView named={named} answer={data} draft={draft} onDraft={setDraft} />
      ) : (
        <ReadView answer={data} filters={filters} />
      )}
    </>
  );
}
