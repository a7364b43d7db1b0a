import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { callsOf, totalOf } from "@/features/checks/calls";

function call(id: string, lookup: string, given: Partial<Schema["LookupCall"]> = {}): Schema["LookupCall"] {
  const at = `2026-11-23T02:00:0${id.slice(-1)}Z`;
  const asked = { id, lookup, tool: "look_up", arguments_digest: "sha256:0", server: "in-process", started_at: at };
  const answered = { data_version: "1", duration_ms: 2, outcome: "answered" as const, cached: false };
  return { ...asked, ...answered, identifiers: [], detail: "", ...given };
}

const provider: Schema["ProviderCheck"] = {
  npi: "2000001372",
  role: "ordering",
  status: "active",
  detail: "",
  synthetic: true,
  taxonomies: [],
  evidence: [{ type: "lookup", call_id: "npi-2", statement: "" }],
};

const revision = {
  compliance: { items: [], service_types: [], score: 1, calls: [] },
  clinical: { agent: "clinical", failure: "unavailable", reason: "It does not answer." },
  coverage: {
    providers: [provider],
    lines: [],
    citations: [],
    unevaluated: [],
    calls: [
      call("npi-2", "npi"),
      call("cms-1", "cms_coverage", { outcome: "refused" }),
      call("npi-3", "npi", { cached: true }),
    ],
  },
} as unknown as Schema["RevisionAnswer"];

describe("callsOf", () => {
  it("gives the calls in the order of their times, and marks those of an invented entry", () => {
    expect(callsOf(revision).map(({ id, agent, isSynthetic }) => [id, agent, isSynthetic])).toEqual([
      ["cms-1", "coverage", false],
      ["npi-2", "coverage", true],
      ["npi-3", "coverage", false],
    ]);
  });
});

describe("totalOf", () => {
  it("counts calls, sources, and what gave no answer or came from a cache", () => {
    expect(totalOf(callsOf(revision))).toEqual({ calls: 3, sources: 2, failed: 1, cached: 1 });
  });
});
