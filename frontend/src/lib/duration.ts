const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** A span of seconds in its two largest units ("2 days 4 hours"), without its sign; under a minute it is "0 minutes". */
export function spoken(seconds: number, locale: string): string {
  let left = Math.abs(Math.trunc(seconds));
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0 && parts.length < 2) parts.push(inUnits(count, unit, locale));
    else if (parts.length > 0) break;
  }
  return parts.length > 0 ? parts.join(" ") : inUnits(0, "minute", locale);
}

function inUnits(count: number, unit: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count);
}
