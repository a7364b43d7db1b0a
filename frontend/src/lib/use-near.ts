import { type RefObject, useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** How far below or above what is seen counts as near. */
const MARGIN = "200px";

/** Whether an element is, or once was, near what is seen of the page. To print it counts as near. */
export function useNear(element: RefObject<HTMLElement | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (isNear || !element.current) return;
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { rootMargin: MARGIN },
    );
    observer.observe(element.current);
    const print = () => flushSync(() => setNear(true));
    window.addEventListener("beforeprint", print);
    return () => {
      observer.disconnect();
      window.removeEventListener("beforeprint", print);
    };
  }, [isNear, element]);
  return isNear;
}
