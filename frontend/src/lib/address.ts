/**
 * Names some things anew in the page's address, and what is empty no more; the rest of it stays.
 *
 * It starts from the address as it is now: of two quick choices, none is lost.
 */
export function amendAddress(named: Readonly<Record<string, string | undefined>>): void {
  const address = new URLSearchParams(window.location.search);
  for (const [name, value] of Object.entries(named)) {
    if (value) address.set(name, value);
    else address.delete(name);
  }
  const query = address.toString();
  window.history.replaceState(null, "", query ? `?${query}` : window.location.pathname);
}
