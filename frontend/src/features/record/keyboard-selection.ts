import type { KeyboardEvent } from "react";

import { TEXT_OF, textAround } from "@/features/record/text-places";

const MOVES: Readonly<Record<string, [direction: "forward" | "backward", by: "word" | "line"]>> = {
  ArrowRight: ["forward", "word"],
  ArrowLeft: ["backward", "word"],
  ArrowDown: ["forward", "line"],
  ArrowUp: ["backward", "line"],
};

/**
 * Selecting without a mouse. Shift with an arrow selects, from the passage that has the focus or else from the first
 * words in view; an arrow alone goes on with the next word. Without a selection the arrows scroll, as ever.
 */
export function selectByKey(event: KeyboardEvent<HTMLElement>): void {
  const move = MOVES[event.key];
  const selection = window.getSelection();
  if (!move || !selection || event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
  const isSelecting = !selection.isCollapsed && textAround(selection.anchorNode) !== null;
  if (!event.shiftKey && !isSelecting) return;
  event.preventDefault();
  const [direction, by] = move;
  if (!isSelecting) {
    const start = startFrom(event.currentTarget, event.target);
    if (!start) return;
    selection.collapse(start, 0);
    selection.modify("extend", "forward", "word");
  } else if (event.shiftKey) {
    selection.modify("extend", direction, by);
  } else {
    if (direction === "forward") selection.collapseToEnd();
    else selection.collapseToStart();
    if (by === "line") selection.modify("move", direction, by);
    selection.modify("extend", direction, "word");
  }
}

const isField = (target: EventTarget) =>
  target instanceof HTMLElement && target.matches("input, textarea, select, button");

/** The text node to begin in: the focused passage's, or the first piece of text in view. */
function startFrom(pane: HTMLElement, target: EventTarget): Node | null {
  if (target instanceof HTMLElement && target.matches("mark")) return target.lastChild;
  const top = Math.max(0, pane.getBoundingClientRect().top);
  const chunks = [...pane.querySelectorAll(`[${TEXT_OF}] > *`)];
  const seen = chunks.find((chunk) => chunk.getBoundingClientRect().bottom > top) ?? chunks[0];
  const pieces = [...(seen?.childNodes ?? [])];
  const piece = pieces.find((one) => topOf(one) >= top) ?? pieces[0];
  return piece instanceof Text ? piece : (piece?.lastChild ?? null);
}

function topOf(node: Node): number {
  const range = document.createRange();
  range.selectNode(node);
  return range.getBoundingClientRect().top;
}
