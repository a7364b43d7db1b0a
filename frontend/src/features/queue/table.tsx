"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import { BulkBar } from "@/features/queue/bulk";
import { NO_MARKS, ranged, toggled } from "@/features/queue/marks";
import { IN_WIDE, LEAST_WIDTH, Row, TRACKS, WIDE_ONLY } from "@/features/queue/row";
import { type Item, useSteady } from "@/features/queue/use-steady";
import { cn } from "@/lib/cn";
import { useNow } from "@/lib/now";
import { useShortcuts } from "@/lib/shortcuts";
import { useTexts } from "@/texts";

const ROW_HEIGHT = 44;
const AHEAD = 20;
const AGE_MS = 30_000;

/**
 * The worklist. Only the rows in sight are drawn; `onEnd` asks for more when the last of them comes near. While somebody
 * points at a row or has the focus in it, no row moves: what comes meanwhile waits behind a button.
 */
export function QueueTable({ items: fresh, onEnd }: { items: readonly Item[]; onEnd?: (() => void) | undefined }) {
  const t = useTexts();
  const router = useRouter();
  const now = useNow(AGE_MS);
  const scroller = useRef<HTMLDivElement>(null);
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const [current, setCurrent] = useState<string | null>(null);
  const [marks, setMarks] = useState(NO_MARKS);
  const { items, gone, waiting, release } = useSteady(fresh, isPointed || isFocused);
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

  const mark = useCallback((caseId: string) => setMarks((before) => toggled(before, caseId)), []);
  const move = (step: number) => {
    const at = items.findIndex(({ case_id }) => case_id === current);
    const next = Math.max(0, Math.min(items.length - 1, at + step));
    setCurrent(items[next]?.case_id ?? null);
    rows.scrollToIndex(next);
  };
  const ofCurrent = (act: (caseId: string) => void) => () => {
    if (current) act(current);
  };
  useShortcuts({
    j: { does: t.queue.does.next, act: () => move(1) },
    k: { does: t.queue.does.before, act: () => move(-1) },
    Enter: {
      does: t.queue.does.open,
      act: ofCurrent((caseId) => router.push(`/case/?id=${encodeURIComponent(caseId)}`)),
    },
    x: { does: t.queue.does.mark, act: ofCurrent(mark) },
    X: { does: t.queue.does.range, act: ofCurrent((id) => setMarks((before) => ranged(before, items, id))) },
  });

  return (
    <>
      <BulkBar marked={marks.ids} onClear={() => setMarks(NO_MARKS)} />
      {waiting > 0 && (
        <Button className="mx-4 mb-2 self-start" onClick={release}>
          {t.queue.waiting(waiting)}
        </Button>
      )}
      <div
        ref={scroller}
        role="table"
        aria-label={t.queue.title}
        aria-rowcount={items.length + 1}
        tabIndex={0}
        className="border-line bg-surface mx-4 mb-4 min-h-0 flex-1 overflow-auto rounded-lg border"
      >
        <TableHead />
        <div
          role="rowgroup"
          onPointerEnter={() => setPointed(true)}
          onPointerLeave={() => setPointed(false)}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          className={cn(LEAST_WIDTH, "relative")}
          style={{ height: rows.getTotalSize() }}
        >
          {rows.getVirtualItems().map(({ index, start }) => {
            const item = items[index]!;
            return (
              <Row
                key={item.case_id}
                item={item}
                index={index}
                top={start}
                now={now}
                isCurrent={item.case_id === current}
                isMarked={marks.ids.has(item.case_id)}
                isGone={gone.has(item.case_id)}
                onCurrent={setCurrent}
                onMark={mark}
              />
            );
          })}
        </div>
      </div>
    </>
  );
}

function TableHead() {
  const t = useTexts();
  return (
    <div role="rowgroup" className={cn(LEAST_WIDTH, "bg-raised sticky top-0 z-1")}>
      <div role="row" aria-rowindex={1} className={cn(TRACKS, "border-line text-ink-soft h-9 border-b text-xs")}>
        {Object.entries(t.queue.columns).map(([key, label]) => (
          <span role="columnheader" key={key} className={WIDE_ONLY.has(key) ? IN_WIDE : undefined}>
            {label}
          </span>
        ))}
      </div>
    </div>
  );
}
