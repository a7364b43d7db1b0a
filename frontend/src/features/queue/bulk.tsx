"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserRoundPlus } from "lucide-react";
import { useState } from "react";

import type { Schema } from "@/api/client";
import { useChosenPerson } from "@/api/identity";
import { people } from "@/api/queries";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { MOST_MARKED } from "@/features/queue/marks";
import { assign } from "@/features/queue/queries";
import { useTexts } from "@/texts";
import { WhyFailed } from "@/components/why-failed";

const REVIEWERS: readonly Schema["Role"][] = ["nurse_reviewer", "medical_director"];
const NOBODY = "";

/** What can be done with the cases that are marked: assigning them. What the service refused is said case by case. */
export function BulkBar({ marked, onClear }: { marked: ReadonlySet<string>; onClear: () => void }) {
  const t = useTexts();
  const me = useChosenPerson();
  const queries = useQueryClient();
  const { data: known } = useQuery(people);
  const [to, setTo] = useState(NOBODY);
  const assigning = useMutation({
    mutationFn: (assignee: string | null) => assign([...marked], assignee),
    onSuccess: onClear,
    onSettled: () => Promise.all(["queue", "search"].map((shown) => queries.invalidateQueries({ queryKey: [shown] }))),
  });
  const reviewers = (known?.people ?? []).filter(({ role }) => REVIEWERS.includes(role));
  const options = [
    { value: NOBODY, label: t.queue.nobody },
    ...reviewers.map(({ id, name, credential }) => ({
      value: id,
      label: credential ? `${name}, ${credential}` : name,
    })),
  ];
  if (marked.size === 0 && assigning.isIdle) return null;
  return (
    <section aria-label={t.queue.bulk.title} className="border-line bg-surface mx-4 mb-2 rounded-lg border px-3 py-2">
      {marked.size > 0 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <span className="font-medium">{t.queue.bulk.marked(marked.size)}</span>
          {marked.size >= MOST_MARKED && <span className="text-ink-soft text-xs">{t.queue.bulk.limit}</span>}
          {me && (
            <Button variant="primary" disabled={assigning.isPending} onClick={() => assigning.mutate(me)}>
              <UserRoundPlus aria-hidden />
              {t.queue.bulk.toMe}
            </Button>
          )}
          <span className="flex items-center gap-2">
            <Choice label={t.queue.bulk.to} value={to} options={options} onChoose={setTo} />
            <Button disabled={assigning.isPending} onClick={() => assigning.mutate(to || null)}>
              {t.queue.bulk.assign}
            </Button>
          </span>
          <Button variant="ghost" onClick={onClear}>
            {t.queue.bulk.clear}
          </Button>
        </div>
      )}
      <Outcome results={assigning.data?.results ?? []} isPending={assigning.isPending} error={assigning.error} />
    </section>
  );
}

function Outcome({
  results,
  isPending,
  error,
}: {
  results: readonly Schema["Assigned"][];
  isPending: boolean;
  error: unknown;
}) {
  const t = useTexts();
  const refused = results.filter(({ done }) => !done);
  return (
    <div role="status" className="text-xs">
      {isPending && t.queue.bulk.working}
      {Boolean(error) && (
        <p className="text-bad">
          <WhyFailed error={error} />
        </p>
      )}
      {results.length > 0 && <p>{t.queue.bulk.done(results.length - refused.length, refused.length)}</p>}
      <ul className="max-h-24 list-disc overflow-auto pl-5">
        {refused.map(({ case_id, reason }) => (
          <li key={case_id}>
            {case_id}: {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
