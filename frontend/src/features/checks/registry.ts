import type { Schema } from "@/api/client";

/**
 * What stands behind a provider's entry: whether the registry's check of its NPI's form and check digit passed, and
 * which data of the registry were asked (null where it was not).
 */
export function registryOf(
  provider: Pick<Schema["ProviderCheck"], "npi" | "evidence">,
  calls: readonly Schema["LookupCall"][],
): { checkDigit: boolean; version: string | null } {
  const cited = new Set(provider.evidence.flatMap((one) => (one.type === "lookup" ? [one.call_id] : [])));
  const version = calls.find(({ id }) => cited.has(id))?.data_version ?? null;
  const checkDigit = calls.some(
    ({ tool, outcome, identifiers }) =>
      tool === "npi_validate" && outcome === "answered" && identifiers.includes(provider.npi),
  );
  return { checkDigit, version };
}
