import type { Schema } from "@/api/client";

const MINUTE = 1 / 60;

/** How many, grouped as the language does. */
export function counted(count: number, locale: string): string {
  return count.toLocaleString(locale);
}

/** A share as a percentage with at most one decimal; null of an empty whole. */
export function percent(share: number | null, locale: string): string | null {
  return share === null ? null : share.toLocaleString(locale, { style: "percent", maximumFractionDigits: 1 });
}

/** A time in hours; in minutes under an hour. Null where nothing was measured. */
export function took(hours: number | null, locale: string): string | null {
  if (hours === null) return null;
  if (hours < MINUTE) return `< ${inUnits(1, "minute", locale, 0)}`;
  return hours < 1 ? inUnits(hours * 60, "minute", locale, 0) : inUnits(hours, "hour", locale, 1);
}

function inUnits(value: number, unit: string, locale: string, digits: number): string {
  const form = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale, form).format(value);
}

/** A day of the plan's calendar, wherever the reader is. */
export function day(iso: string, locale: string): string {
  return new Date(`${iso}T00:00:00Z`).toLocaleDateString(locale, { day: "numeric", month: "short", timeZone: "UTC" });
}

/** A span of hours: "24–48 h", and "336 h +" for the last, which has no end. */
export function span({ from_hours, to_hours }: Pick<Schema["HourSpan"], "from_hours" | "to_hours">): string {
  return to_hours === null ? `${from_hours} h +` : `${from_hours}–${to_hours} h`;
}

/** All open cases, and those of them that are overdue. */
export function openOf(cases: readonly Schema["OpenCases"][]): { count: number; overdue: number } {
  return {
    count: cases.reduce((sum, one) => sum + one.count, 0),
    overdue: cases.reduce((sum, one) => sum + one.overdue, 0),
  };
}

/** Whether a language model took part in any review that was decided on; null where no review says. */
export function modelUse(use: Schema["ModelUse"]): "none" | "some" | null {
  if (use.reviews === 0) return null;
  return use.with_language_model === 0 ? "none" : "some";
}
