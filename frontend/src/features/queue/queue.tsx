"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback, useRef, useState } from "react";

import { useChosenPerson } from "@/api/identity";
import { queue, type QueueFilters, search } from "@/api/queries";
import { Failure } from "@/components/failure";
import { Choice } from "@/components/ui/choice";
import { addressOf, filtersIn, STATUSES } from "@/features/queue/filters";
import { QueueTable } from "@/features/queue/table";
import { useSettled } from "@/lib/settled";
import { useShortcuts } from "@/lib/shortcuts";
import { useTexts } from "@/texts";

const TYPING_MS = 250;

/** Cases by due time, narrowed by the page's address, or those that a search finds. */
export function Queue() {
  const t = useTexts();
  const router = useRouter();
  const filters = filtersIn(useSearchParams());
  const [text, setText] = useState("");
  const wanted = useSettled(text.trim(), TYPING_MS);
  const isSearch = wanted.length >= 2;
  const narrow = (more: Partial<Record<keyof QueueFilters, string | undefined>>) => {
    router.replace(addressOf({ ...filters, ...more } as QueueFilters));
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
        <h1 className="text-lg font-semibold">{t.queue.title}</h1>
        <SearchField text={text} onText={setText} />
        {!isSearch && <FilterChoices filters={filters} onNarrow={narrow} />}
        <p className="text-ink-soft ml-auto text-xs">{t.queue.keys}</p>
      </div>
      {isSearch ? <Found text={wanted} /> : <Worklist filters={filters} />}
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

function SearchField({ text, onText }: { text: string; onText: (text: string) => void }) {
  const t = useTexts();
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => field.current?.focus() });
  return (
    <span className="relative">
      <Search aria-hidden className="text-ink-soft absolute top-2 left-2 size-4" />
      <input
        ref={field}
        type="search"
        value={text}
        onChange={(event) => onText(event.target.value)}
        aria-label={t.queue.search}
        placeholder={t.queue.search}
        maxLength={200}
        autoComplete="off"
        className="border-line-strong bg-surface placeholder:text-ink-soft h-8 w-72 rounded-md border pr-2 pl-8"
      />
    </span>
  );
}

function FilterChoices({
  filters,
  onNarrow,
}: {
  filters: QueueFilters;
  onNarrow: (more: Partial<Record<keyof QueueFilters, string | undefined>>) => void;
}) {
  const t = useTexts();
  const person = useChosenPerson();
  const all = { value: "", label: t.queue.all };
  return (
    <>
      <Choice
        label={t.queue.columns.status}
        value={filters.status ?? ""}
        options={[all, ...STATUSES.map((status) => ({ value: status, label: t.status[status] }))]}
        onChoose={(status) => onNarrow({ status: status || undefined })}
      />
      <Choice
        label={t.queue.columns.priority}
        value={filters.priority ?? ""}
        options={[
          all,
          { value: "expedited", label: t.priority.expedited },
          { value: "standard", label: t.priority.standard },
        ]}
        onChoose={(priority) => onNarrow({ priority: priority || undefined })}
      />
      {person && (
        <Choice
          label={t.queue.columns.assignee}
          value={filters.assignee ?? ""}
          options={[
            { value: "", label: t.queue.everyone },
            { value: person, label: t.queue.mine },
          ]}
          onChoose={(assignee) => onNarrow({ assignee: assignee || undefined })}
        />
      )}
    </>
  );
}
