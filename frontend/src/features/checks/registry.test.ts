import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { registryOf } from "@/features/checks/registry";

const calls = [
  { id: "npi-1", tool: "npi_validate", outcome: "answered", identifiers: ["2000004111"], data_version: "1" },
  { id: "npi-2", tool: "npi_lookup", outcome: "answered", identifiers: ["2000004111"], data_version: "registry 1" },
] as unknown as Schema["LookupCall"][];
const evidence = [{ type: "lookup" as const, call_id: "npi-2", statement: "" }];

describe("registryOf", () => {
  it("says which data were asked and that the check digit fits", () => {
    expect(registryOf({ npi: "2000004111", evidence }, calls)).toEqual({
      checkDigit: true,
      version: "registry 1",
    });
  });

  it("confirms nothing of a number that no check passed", () => {
    expect(registryOf({ npi: "2000004112", evidence: [] }, calls)).toEqual({ checkDigit: false, version: null });
  });
});
