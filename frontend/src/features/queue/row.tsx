import Link from "next/link";
import { memo, useEffect, useRef } from "react";

import { Badge } from "@/components/ui/badge";
import { ClockBadge } from "@/features/queue/clock";
import { DraftBadge } from "@/features/queue/draft-badge";
import type { Item } from "@/features/queue/use-steady";
import { cn } from "@/lib/cn";
import { spoken } from "@/lib/duration";
import { useTexts } from "@/texts";

/** The columns' widths, of the head and of every row. */
export const TRACKS = cn(
  "grid grid-cols-[2.5rem_10rem_minmax(8rem,1fr)_7rem_11.5rem_5rem] items-center gap-2 px-3",
  "min-[68rem]:grid-cols-[2.5rem_10.5rem_minmax(9rem,1fr)_7.5rem_12.5rem_5.5rem_7rem_5.5rem]",
  "xl:grid-cols-[2.5rem_11.5rem_minmax(13rem,1fr)_9rem_13rem_5.5rem_8rem_6.5rem] xl:gap-3 xl:px-4",
);
/** How wide the list is at least, of the head and of the rows. */
export const LEAST_WIDTH = "min-w-[48rem] min-[68rem]:min-w-[65rem] xl:min-w-[77.5rem]";
/** Columns that a narrow screen goes without; the case itself tells them. */
export const WIDE_ONLY: ReadonlySet<string> = new Set(["assignee", "age"]);
export const IN_WIDE = "max-[68rem]:hidden";

/** A case in the list. `now` is in milliseconds; `isGone`: the filters no longer let it through. */
export const Row = memo(function Row({
  item,
  index,
  top,
  now,
  isCurrent,
  isMarked,
  isGone,
  onCurrent,
  onMark,
}: {
  item: Item;
  index: number;
  top: number;
  now: number;
  isCurrent: boolean;
  isMarked: boolean;
  isGone: boolean;
  onCurrent: (caseId: string) => void;
  onMark: (caseId: string) => void;
}) {
  const t = useTexts();
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isCurrent) link.current?.focus({ preventScroll: true });
  }, [isCurrent]);
  const name = item.service_label || item.primary_code || item.case_id;
  const received = new Date(item.received_at);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={cn(
        TRACKS,
        "border-line absolute inset-x-0 h-11 border-b",
        isCurrent ? "bg-accent-tint" : "hover:bg-raised",
      )}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell">
        <input
          type="checkbox"
          checked={isMarked}
          onChange={() => onMark(item.case_id)}
          aria-label={t.queue.mark(`${name}, ${item.case_id}`)}
          className="accent-accent block size-6"
        />
      </span>
      <span role="cell">
        <ClockBadge clock={item.clock} />
      </span>
      <span role="cell" className="min-w-0 leading-tight max-xl:*:block max-xl:*:truncate xl:truncate">
        <Link
          ref={link}
          href={`/case/?id=${encodeURIComponent(item.case_id)}`}
          onFocus={() => onCurrent(item.case_id)}
          className="font-medium hover:underline"
          prefetch={false}
        >
          {name}
        </Link>
        <span className="text-ink-soft max-xl:text-xs">
          <span className="max-xl:hidden"> · </span>
          {"member_name" in item ? item.member_name : item.case_id}
        </span>
      </span>
      <span role="cell" className="leading-tight">
        {t.status[item.status]}
        {isGone && <span className="text-ink-soft block text-xs">{t.queue.gone}</span>}
      </span>
      <span role="cell">
        <DraftBadge item={item} />
      </span>
      <span role="cell">
        {item.priority === "expedited" ? <Badge tone="open">{t.priority.expedited}</Badge> : t.priority.standard}
      </span>
      <span role="cell" className={cn(IN_WIDE, "truncate")}>
        {item.assignee ?? <span className="text-ink-soft">{t.queue.nobody}</span>}
      </span>
      <span role="cell" className={cn(IN_WIDE, "text-ink-soft")} title={received.toLocaleString(t.locale)}>
        {spoken((now - received.getTime()) / 1000, t.locale)}
      </span>
    </div>
  );
});
