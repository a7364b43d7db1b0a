"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";

import type { Schema } from "@/api/client";
import { Row, TRACKS } from "@/features/queue/row";
import { useShortcuts } from "@/lib/shortcuts";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

type Item = Schema["QueueItem"] | Schema["SearchHit"];

const ROW_HEIGHT = 44;
const AHEAD = 20;

/** The worklist. Only the rows in sight are drawn; `onEnd` asks for more when the last of them comes near. */
export function QueueTable({ items, onEnd }: { items: readonly Item[]; onEnd?: (() => void) | undefined }) {
  const t = useTexts();
  const router = useRouter();
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(-1);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const last = rows.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (items.length > 0 && last >= items.length - AHEAD) onEnd?.();
  }, [items.length, last, onEnd]);

  const move = (step: number) => {
    const next = Math.max(0, Math.min(items.length - 1, current + step));
    setCurrent(next);
    rows.scrollToIndex(next);
  };
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => {
      const chosen = items[current];
      if (chosen) router.push(`/case/?id=${encodeURIComponent(chosen.case_id)}`);
    },
  });

  const columns = Object.entries(t.queue.columns);
  return (
    <div
      ref={scroller}
      role="table"
      aria-label={t.queue.title}
      aria-rowcount={items.length + 1}
      tabIndex={0}
      className="border-line bg-surface mx-4 mb-4 min-h-0 flex-1 overflow-auto rounded-lg border"
    >
      <div role="rowgroup" className="bg-raised sticky top-0 z-1 min-w-[64rem]">
        <div role="row" aria-rowindex={1} className={cn(TRACKS, "border-line text-ink-soft h-9 border-b text-xs")}>
          {columns.map(([key, label]) => (
            <span role="columnheader" key={key}>
              {label}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative min-w-[64rem]" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => (
          <Row
            key={items[index]!.case_id}
            item={items[index]!}
            index={index}
            top={start}
            isCurrent={index === current}
            onCurrent={setCurrent}
          />
        ))}
      </div>
    </div>
  );
}
