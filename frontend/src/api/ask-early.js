(() => {
  const KEPT_MS = 10_000;
  const early = (window.priorauthEarly = new Map());

  const ask = (address) => {
    const answer = fetch(address);
    answer.catch(() => undefined);
    early.set(address, answer);
    setTimeout(() => early.delete(address), KEPT_MS);
    return answer;
  };

  const askForCase = async (id) => {
    ask("/api/vocabulary");
    const answer = await ask(`/api/cases/${encodeURIComponent(id)}`);
    if (!answer.ok) return;
    const found = await answer.clone().json();
    for (const document of found.case.documents) ask(document.links.self);
  };

  const wanted = new URLSearchParams(window.location.search);
  const isWhole = wanted.size === 0;
  const first = {
    "/": () => isWhole && ask("/api/cases?limit=100"),
    "/case/": () => wanted.has("id") && askForCase(wanted.get("id")).catch(() => undefined),
    "/policies/": () => isWhole && ask("/api/policies"),
    "/numbers/": () => isWhole && ask("/api/metrics/operations"),
  };
  first[window.location.pathname]?.();
  for (const address of ["/api/people", "/api/session", "/health"]) ask(address);
})();
