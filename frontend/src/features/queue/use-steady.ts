import { useState } from "react";

import type { Schema } from "@/api/client";
import { type Shown, steadied, whole } from "@/features/queue/steady";

export type Item = Schema["QueueItem"] | Schema["SearchHit"];

/** The rows to show of a list that changes by itself: while it `isHeld` no row moves, and `release` shows the list whole. */
export function useSteady(items: readonly Item[], isHeld: boolean): Shown<Item> & { release: () => void } {
  const [kept, setKept] = useState({ from: items, isHeld, shown: whole(items) });
  if (kept.from !== items || kept.isHeld !== isHeld) {
    setKept({ from: items, isHeld, shown: isHeld ? steadied(kept.shown.items, items) : whole(items) });
  }
  return { ...kept.shown, release: () => setKept({ from: items, isHeld, shown: whole(items) }) };
}
