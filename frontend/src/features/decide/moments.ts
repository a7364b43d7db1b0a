/** A day and a time as a field holds them, `2026-11-23T09:30:15`, in some time zone. */
export type Local = string;

const US_ZONES = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Phoenix",
  "America/Los_Angeles",
  "America/Anchorage",
  "Pacific/Honolulu",
] as const;

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The zones to choose from, one's own first. */
export function zonesFrom(own: string): readonly string[] {
  return [...new Set([own, ...US_ZONES])];
}

/** A moment in the zone, as a field holds it. */
export function localOf(moment: Date, zone: string): Local {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}`;
}

/**
 * The moment of a day and time in a zone, as an instant of UTC.
 *
 * An hour that does not exist where clocks go forward is read as the one after it. Throws RangeError for no time at all.
 */
export function instantOf(local: Local, zone: string): string {
  const asUtc = new Date(`${local}Z`);
  const first = new Date(asUtc.getTime() - offsetAt(asUtc, zone));
  return new Date(asUtc.getTime() - offsetAt(first, zone)).toISOString();
}

/** How far the zone is ahead of UTC at a moment, in milliseconds. */
function offsetAt(moment: Date, zone: string): number {
  return new Date(`${localOf(moment, zone)}Z`).getTime() - Math.floor(moment.getTime() / 1_000) * 1_000;
}
