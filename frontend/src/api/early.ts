declare global {
  interface Window {
    /** What `ask-early.js` asked for, by address. */
    priorauthEarly?: Map<string, Promise<Response>>;
  }
}

/**
 * Asks the service, or takes the answer that `ask-early.js` asked for while the page's scripts were still on their way.
 * Each early answer is taken once, and none after ten seconds: what is asked later is asked anew.
 */
export function fetchOrEarly(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const address = pathname + search;
  const answer = request.method === "GET" ? window.priorauthEarly?.get(address) : undefined;
  if (!answer) return fetch(request);
  window.priorauthEarly?.delete(address);
  return answer;
}
