import { keepPreviousData, useQuery } from "@tanstack/react-query";

import type { QueueFilters } from "@/api/queries";
import { Badge } from "@/components/ui/badge";
import { STATUSES } from "@/features/queue/filters";
import { counts } from "@/features/queue/queries";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

type Status = NonNullable<QueueFilters["status"]>;

/** How many cases stand at each status; choosing one narrows the queue to it. */
export function StatusTabs({
  filters,
  onStatus,
}: {
  filters: QueueFilters;
  onStatus: (status: Status | undefined) => void;
}) {
  const t = useTexts();
  const { data } = useQuery({ ...counts(filters), placeholderData: keepPreviousData });
  const found = new Map(data?.statuses.map((one) => [one.status, one]));
  const shown = STATUSES.filter((status) => status === filters.status || found.has(status));
  const said = (count: number, isAtLeast: boolean) => `${count.toLocaleString(t.locale)}${isAtLeast ? "+" : ""}`;
  const saidOf = (status: Status) => said(found.get(status)?.count ?? 0, found.get(status)?.at_least ?? false);
  return (
    <div className="flex flex-wrap items-center gap-1.5 px-4 pb-2">
      <div role="group" aria-label={t.queue.columns.status} className="flex flex-wrap gap-1.5">
        <Tab
          label={t.queue.all}
          count={data && said(data.total, data.total_at_least)}
          isChosen={!filters.status}
          onChoose={() => onStatus(undefined)}
        />
        {shown.map((status) => (
          <Tab
            key={status}
            label={t.status[status]}
            count={data && saidOf(status)}
            isChosen={filters.status === status}
            onChoose={() => onStatus(status)}
          />
        ))}
      </div>
      {data && data.breached > 0 && (
        <Badge tone="bad">{t.queue.breached(said(data.breached, data.breached_at_least))}</Badge>
      )}
      {data && data.due_soon > 0 && (
        <Badge tone="open">{t.queue.dueSoon(said(data.due_soon, data.due_soon_at_least))}</Badge>
      )}
    </div>
  );
}

function Tab({
  label,
  count,
  isChosen,
  onChoose,
}: {
  label: string;
  count: string | undefined;
  isChosen: boolean;
  onChoose: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={cn(
        "inline-flex min-h-7 items-center gap-1.5 rounded-full border px-3 text-xs",
        isChosen ? "border-accent bg-accent-tint text-accent font-semibold" : "border-line bg-surface hover:bg-raised",
      )}
    >
      {label}
      {count !== undefined && <span className="tabular-nums">{count}</span>}
    </button>
  );
}
