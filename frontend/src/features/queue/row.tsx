import Link from "next/link";
import { useEffect, useRef } from "react";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { ClockBadge } from "@/features/queue/clock";
import { DraftBadge } from "@/features/queue/draft-badge";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** The columns' widths, of the head and of every row. */
export const TRACKS = "grid grid-cols-[13rem_minmax(14rem,1fr)_11rem_14rem_6rem_9rem_10rem] items-center gap-3 px-4";

export function Row({
  item,
  index,
  top,
  isCurrent,
  onCurrent,
}: {
  item: Schema["QueueItem"] | Schema["SearchHit"];
  index: number;
  top: number;
  isCurrent: boolean;
  onCurrent: (index: number) => void;
}) {
  const t = useTexts();
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isCurrent) link.current?.focus({ preventScroll: true });
  }, [isCurrent]);
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
        <ClockBadge clock={item.clock} />
      </span>
      <span role="cell" className="min-w-0 truncate">
        <Link
          ref={link}
          href={`/case/?id=${encodeURIComponent(item.case_id)}`}
          onFocus={() => onCurrent(index)}
          className="font-medium hover:underline"
          prefetch={false}
        >
          {item.service_label || item.primary_code || item.case_id}
        </Link>
        <span className="text-ink-soft"> · {"member_name" in item ? item.member_name : item.case_id}</span>
      </span>
      <span role="cell">{t.status[item.status]}</span>
      <span role="cell">
        <DraftBadge item={item} />
      </span>
      <span role="cell">
        {item.priority === "expedited" ? <Badge tone="open">{t.priority.expedited}</Badge> : t.priority.standard}
      </span>
      <span role="cell" className="truncate">
        {item.assignee ?? <span className="text-ink-soft">{t.queue.nobody}</span>}
      </span>
      <span role="cell" className="text-ink-soft">
        {new Date(item.received_at).toLocaleString(t.locale, { dateStyle: "medium", timeStyle: "short" })}
      </span>
    </div>
  );
}
