/** How to scroll: smoothly, unless the reader asked for less motion. */
export function scrollManner(): ScrollBehavior {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
