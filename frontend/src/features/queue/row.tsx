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
export const TRACKS =
  "grid grid-cols-[2rem_11.5rem_minmax(13rem,1fr)_9rem_13rem_5.5rem_8rem_6.5rem] items-center gap-3 px-4";

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
      <span role="cell" className="min-w-0 truncate">
        <Link
          ref={link}
          href={`/case/?id=${encodeURIComponent(item.case_id)}`}
          onFocus={() => onCurrent(item.case_id)}
          className="font-medium hover:underline"
          prefetch={false}
        >
          {name}
        </Link>
        <span className="text-ink-soft"> · {"member_name" in item ? item.member_name : item.case_id}</span>
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
      <span role="cell" className="truncate">
        {item.assignee ?? <span className="text-ink-soft">{t.queue.nobody}</span>}
      </span>
      <span role="cell" className="text-ink-soft" title={received.toLocaleString(t.locale)}>
        {spoken((now - received.getTime()) / 1000, t.locale)}
      </span>
    </div>
  );
});
