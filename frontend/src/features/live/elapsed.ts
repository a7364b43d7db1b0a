/** How long something took, or has been going on: "115 ms", "3.4 s", "2 min 5 s". Under zero it is zero. */
export function elapsed(milliseconds: number, locale: string): string {
  const span = Math.max(0, milliseconds);
  if (span < 1_000) return unit(Math.round(span), "millisecond", locale);
  if (span < 60_000) return unit(Math.floor(span / 100) / 10, "second", locale);
  const seconds = Math.floor(span / 1_000);
  return `${unit(Math.floor(seconds / 60), "minute", locale)} ${unit(seconds % 60, "second", locale)}`;
}

/** {@link elapsed} in whole seconds, for a time that is still running. */
export function running(milliseconds: number, locale: string): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1_000);
  return seconds < 60 ? unit(seconds, "second", locale) : elapsed(milliseconds, locale);
}

function unit(count: number, name: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" }).format(count);
}
