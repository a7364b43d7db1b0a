import type { Schema } from "@/api/client";

/** How many of a line's criteria are met, contradicted by the record, and not established. */
export function countsOf(line: Pick<Schema["LineAssessment"], "criteria" | "universal">) {
  const statuses = [...line.criteria, ...line.universal].map(({ result }) => result.status);
  const count = (wanted: Schema["Status"]) => statuses.filter((status) => status === wanted).length;
  return { met: count("MET"), contradicted: count("NOT_MET"), open: count("INSUFFICIENT") };
}

/** A fact's value as it was read: its bound, its range and its unit; empty where it has none. */
export function valueOf({
  value,
  high,
  bound,
  unit,
}: Pick<Schema["Fact"], "value" | "high" | "bound" | "unit">): string {
  if (value === null || value === undefined) return "";
  const range = high === null || high === undefined ? value : `${value}–${high}`;
  return [bound?.replaceAll("_", " "), range, unit === "1" ? null : unit].filter(Boolean).join(" ");
}
