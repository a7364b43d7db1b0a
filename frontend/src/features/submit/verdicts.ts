import type { Schema } from "@/api/client";

export type CodeStanding = "known" | "needsMore" | "absent" | "unlisted" | "malformed" | "unavailable";

/** What is known of a code that was typed, from the codes that begin as it does. */
export function verdictOn(
  kind: Schema["CodeKind"],
  typed: string,
  found: Schema["CodesFound"] | undefined,
): { standing: CodeStanding; hit?: Schema["CodeHit"] } {
  if (!found) return { standing: "unavailable" };
  const hit = found.codes.find(({ code }) => bare(code) === bare(typed));
  if (hit) return { standing: hit.billable === false ? "needsMore" : "known", hit };
  if (!found.well_formed) return { standing: "malformed" };
  return { standing: kind === "service" ? "unlisted" : "absent" };
}

/** A code without what people write or leave out: its dot, and small letters. */
function bare(code: string): string {
  return code.replace(".", "").toUpperCase();
}

export type NpiStanding = Schema["RegistryStanding"] | "unfinished" | "unavailable";

/** What is known of an NPI that was typed. */
export function npiStanding(
  typed: string,
  found: Schema["ProviderFound"] | undefined,
  isError: boolean,
): NpiStanding | null {
  if (!typed) return null;
  if (!/^\d{10}$/.test(typed)) return "unfinished";
  if (isError) return "unavailable";
  return found?.standing ?? null;
}
