"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";

import { queue, type QueueFilters, search } from "@/api/queries";
import { Failure } from "@/components/failure";
import { SearchField } from "@/components/search-field";
import { FilterChoices } from "@/features/queue/filter-choices";
import { addressOf, filtersIn } from "@/features/queue/filters";
import { NextCaseButton } from "@/features/queue/next-case";
import { StatusTabs } from "@/features/queue/status-tabs";
import { QueueTable } from "@/features/queue/table";
import { useQueueChanges } from "@/features/queue/use-changes";
import { amendAddress } from "@/lib/address";
import { useSettled } from "@/lib/settled";
import { useTexts } from "@/texts";

const TYPING_MS = 250;

/** Cases by due time, narrowed by the page's address, or those that a search finds. */
export function Queue() {
  const t = useTexts();
  const filters = filtersIn(useSearchParams());
  const [text, setText] = useState("");
  const wanted = useSettled(text.trim(), TYPING_MS);
  const isSearch = wanted.length >= 2;
  useQueueChanges();
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
        <h1 className="text-lg font-semibold">{t.queue.title}</h1>
        <SearchField label={t.queue.search} does={t.queue.does.search} text={text} onText={setText} />
        {!isSearch && <FilterChoices filters={filters} onNarrow={amendAddress} />}
        <div className="ml-auto flex items-center gap-4">
          <p className="text-ink-soft text-xs">{t.queue.keys}</p>
          <NextCaseButton />
        </div>
      </div>
      {!isSearch && <StatusTabs filters={filters} onStatus={(status) => amendAddress({ status })} />}
      {isSearch ? <Found key={wanted} text={wanted} /> : <Worklist key={addressOf(filters)} filters={filters} />}
    </>
  );
}

function Worklist({ filters }: { filters: QueueFilters }) {
  const t = useTexts();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...queue(filters),
    placeholderData: keepPreviousData,
  });
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (error && !data) return <Failure error={error} onAgain={() => void refetch()} />;
  if (!data) return <p className="text-ink-soft px-4">{t.loading}</p>;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className="text-ink-soft px-4 py-8 text-center">{t.queue.empty}</p>;
  return (
    <>
      <p role="status" className="text-ink-soft px-4 pb-2 text-xs">
        {t.queue.count(items.length, hasNextPage)}
      </p>
      <QueueTable items={items} onEnd={more} />
    </>
  );
}

function Found({ text }: { text: string }) {
  const t = useTexts();
  const { data, error, refetch } = useQuery({ ...search(text), placeholderData: keepPreviousData });
  if (error && !data) return <Failure error={error} onAgain={() => void refetch()} />;
  if (!data) return <p className="text-ink-soft px-4">{t.loading}</p>;
  if (data.items.length === 0) return <p className="px-4 py-8 text-center">{t.queue.nothing(text)}</p>;
  return (
    <>
      <p role="status" className="text-ink-soft px-4 pb-2 text-xs">
        {t.queue.count(data.items.length, data.next_cursor !== null)}
      </p>
      <QueueTable items={data.items} />
    </>
  );
}
