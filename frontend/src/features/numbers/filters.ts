import type { Schema } from "@/api/client";

export type Business = Schema["LineOfBusiness"];

/** What the numbers are of. Where no days are named, the service tells of the last 30; no year is this one. */
export type NumbersFilters = { from?: string; to?: string; line_of_business?: Business; year?: string };

export const BUSINESSES = [
  "medicare_advantage",
  "medicaid",
  "chip",
  "marketplace",
  "medicare_ffs",
  "commercial",
] as const satisfies readonly Business[];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const YEAR = /^\d{4}$/;
const DAY_MS = 86_400_000;

/** The filters that a page's address names. What it names wrongly is no filter. */
export function filtersIn(address: URLSearchParams): NumbersFilters {
  const [from, to, year] = [address.get("from"), address.get("to"), address.get("year")];
  const business = BUSINESSES.find((one) => one === address.get("line_of_business"));
  return {
    ...(from && DAY.test(from) && { from }),
    ...(to && DAY.test(to) && { to }),
    ...(business && { line_of_business: business }),
    ...(year && YEAR.test(year) && { year }),
  };
}

/** What the calls of the days are asked with. */
export function asked({ from, to, line_of_business }: NumbersFilters) {
  return { ...(from && { from }), ...(to && { to }), ...(line_of_business && { line_of_business }) };
}

/** The days that end on a day, so many of them. */
export function lastDays(last: string, count: number): { from: string; to: string } {
  const first = new Date(Date.parse(`${last}T00:00:00Z`) - (count - 1) * DAY_MS);
  return { from: first.toISOString().slice(0, 10), to: last };
}
