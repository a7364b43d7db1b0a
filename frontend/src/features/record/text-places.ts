/** The attribute of the element that holds a document's text, with the document's id. */
export const TEXT_OF = "data-text-of";

/** The element with a document's text that a node stands in, and that document's id. */
export function textAround(node: Node | null): { element: HTMLElement; documentId: string } | null {
  const inner = node instanceof Element ? node : node?.parentElement;
  const element = inner?.closest<HTMLElement>(`[${TEXT_OF}]`);
  return element ? { element, documentId: element.getAttribute(TEXT_OF)! } : null;
}

/** How many UTF-16 units of a document's text stand before a place in the page; passages' numbers are no text. */
export function unitsBefore(element: HTMLElement, node: Node, offset: number): number {
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(node, offset);
  const copy = before.cloneContents();
  for (const number of copy.querySelectorAll("sup")) number.remove();
  return copy.textContent.length;
}

/** The stretch of a page that holds a text from one UTF-16 offset to another; null where the text is shorter. */
export function rangeOf(element: HTMLElement, from: number, to: number): Range | null {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest("sup") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const range = document.createRange();
  let before = 0;
  let isBegun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (!isBegun && from < before + length) {
      range.setStart(node, from - before);
      isBegun = true;
    }
    if (isBegun && to <= before + length) {
      range.setEnd(node, to - before);
      return range;
    }
    before += length;
  }
  return null;
}

/** Has the browser lay out a part of a text also where it is not seen yet. */
export function layOut(chunk: Element): void {
  if (chunk instanceof HTMLElement) chunk.style.contentVisibility = "visible";
}

/** Has the whole text around a node laid out, so that its places in the page are exact. */
export function layOutAround(node: Node): void {
  for (const chunk of textAround(node)?.element.children ?? []) layOut(chunk);
}

/** Marks stretches of the page under a name that the style sheet knows, without touching its elements. */
export function highlight(name: string, ranges: readonly Range[]): void {
  if (typeof Highlight === "undefined") return;
  if (ranges.length > 0) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
}

/** Scrolls the nearest part that scrolls, so that a stretch of text stands in its middle. */
export function bringIntoView(range: Range, behavior: ScrollBehavior): void {
  layOutAround(range.startContainer);
  const place = range.getBoundingClientRect();
  for (let part = textAround(range.startContainer)?.element.parentElement; part; part = part.parentElement) {
    const { overflowY } = getComputedStyle(part);
    if ((overflowY !== "auto" && overflowY !== "scroll") || part.scrollHeight <= part.clientHeight) continue;
    const frame = part.getBoundingClientRect();
    part.scrollBy({ top: place.top + place.height / 2 - frame.top - frame.height / 2, behavior });
    return;
  }
}
