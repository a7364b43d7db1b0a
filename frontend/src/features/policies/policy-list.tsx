"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { Failure } from "@/components/failure";
import { SearchField } from "@/components/search-field";
import { addressOf, type Filters, forceOf, grouped, holds, passes, statesOf } from "@/features/policies/filters";
import { ListFilters } from "@/features/policies/list-filters";
import { NeededPanel } from "@/features/policies/needed";
import { PolicyRow } from "@/features/policies/policy-row";
import { policies } from "@/features/policies/queries";
import { useShortcuts } from "@/lib/shortcuts";
import { useTexts } from "@/texts";

/** Every policy of the library by layer, narrowed by the page's address and by what is searched for. */
export function PolicyList({
  filters,
  text,
  onText,
}: {
  filters: Filters;
  text: string;
  onText: (text: string) => void;
}) {
  const t = useTexts();
  const router = useRouter();
  const [current, setCurrent] = useState<string | null>(null);
  const { data, error, refetch } = useQuery(policies);
  const all = data?.policies ?? [];
  const day = data?.as_of ?? "";
  const found = all.filter((one) => passes(one, filters, day) && holds(one, text));
  const groups = grouped(found);
  const inOrder = groups.flatMap(([, own]) => own);
  const move = (step: number) => {
    const at = inOrder.findIndex((one) => keyOf(one) === current);
    const next = inOrder[Math.max(0, Math.min(inOrder.length - 1, at + step))];
    if (next) setCurrent(keyOf(next));
  };
  useShortcuts({
    j: { does: t.policies.moveOn, act: () => move(1) },
    k: { does: t.policies.moveBack, act: () => move(-1) },
    Enter: {
      does: t.policies.open,
      act: () => {
        const chosen = inOrder.find((one) => keyOf(one) === current);
        if (chosen) router.push(addressOf(filters, placeOf(chosen)));
      },
    },
  });
  if (error && !data) return <Failure error={error} onAgain={() => void refetch()} />;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
        <h1 className="text-lg font-semibold">{t.policies.title}</h1>
        <SearchField label={t.policies.search} does={t.policies.find} text={text} onText={onText} />
        <ListFilters filters={filters} states={statesOf(all)} />
        <p role="status" className="text-ink-soft ml-auto text-xs">
          {data ? t.policies.count(found.length, all.length) : t.loading}
        </p>
      </div>
      <NeededPanel />
      {data && found.length === 0 && <p className="text-ink-soft px-4 py-8 text-center">{t.policies.nothing}</p>}
      {groups.map(([group, own]) => (
        <section key={group} aria-labelledby={`group-${group}`} className="mx-4 mb-4">
          <h2 id={`group-${group}`} className="text-ink-soft mb-1.5 text-xs font-semibold">
            {t.policies.groups[group]} ({own.length})
          </h2>
          <ul className="border-line bg-surface divide-line divide-y rounded-lg border">
            {own.map((policy) => (
              <PolicyRow
                key={keyOf(policy)}
                policy={policy}
                address={addressOf(filters, placeOf(policy))}
                text={text}
                force={forceOf(policy, day)}
                isCurrent={keyOf(policy) === current}
                onCurrent={() => setCurrent(keyOf(policy))}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

type Versioned = { id: string; version: string };

const keyOf = ({ id, version }: Versioned) => `${id} ${version}`;
const placeOf = ({ id, version }: Versioned) => ({ id, version });
