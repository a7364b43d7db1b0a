/** How long a browser without idle time to give away is left alone between two acts. */
const PAUSE_MS = 50;

/** Does an act with each of `all`, one each time that the browser has nothing else to do. Returns how to end that. */
export function oneByOne<One>(all: readonly One[], act: (one: One) => void): () => void {
  let isWanted = true;
  const next = (place: number) => {
    const one = all[place];
    if (one === undefined) return;
    whenIdle(() => {
      if (!isWanted) return;
      act(one);
      next(place + 1);
    });
  };
  next(0);
  return () => {
    isWanted = false;
  };
}

/** Does an act when the browser has nothing else to do. */
export function whenIdle(act: () => void): void {
  if (typeof window.requestIdleCallback === "function") window.requestIdleCallback(act);
  else setTimeout(act, PAUSE_MS);
}
