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
  const count = new Map(data?.statuses.map((one) => [one.status, one.count]));
  const shown = STATUSES.filter((status) => status === filters.status || (count.get(status) ?? 0) > 0);
  return (
    <div className="flex flex-wrap items-center gap-1.5 px-4 pb-2">
      <div role="group" aria-label={t.queue.columns.status} className="flex flex-wrap gap-1.5">
        <Tab label={t.queue.all} count={data?.total} isChosen={!filters.status} onChoose={() => onStatus(undefined)} />
        {shown.map((status) => (
          <Tab
            key={status}
            label={t.status[status]}
            count={data && (count.get(status) ?? 0)}
            isChosen={filters.status === status}
            onChoose={() => onStatus(status)}
          />
        ))}
      </div>
      {data && data.breached > 0 && <Badge tone="bad">{t.queue.breached(data.breached)}</Badge>}
      {data && data.due_soon > 0 && <Badge tone="open">{t.queue.dueSoon(data.due_soon)}</Badge>}
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
  count: number | undefined;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const t = useTexts();
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
      {count !== undefined && <span className="tabular-nums">{count.toLocaleString(t.locale)}</span>}
    </button>
  );
}
