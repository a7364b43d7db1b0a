import { describe, expect, it } from "vitest";

import { usageRows } from "@/features/checks/usage";
import { dollars } from "@/lib/money";
import { en } from "@/texts/en";
import { es } from "@/texts/es";

const priced = {
  agent: "clinical",
  model: "openai:x",
  calls: 3,
  failed: 1,
  estimated: 1,
  unpriced: 0,
  read: 12_000,
  cached: 4_000,
  written: 350,
  usd: "0.0123",
} as const;
const unpriced = { ...priced, agent: "synthesis", failed: 0, estimated: 0, unpriced: 3, cached: 0, usd: null } as const;
const together = { ...priced, calls: 6, unpriced: 3, read: 24_000, written: 700 };

describe("what models used", () => {
  it("has no rows where no language model was called", () => {
    expect(usageRows(null, en)).toEqual([]);
  });

  it("tells the one agent without a sum", () => {
    expect(usageRows({ agents: [priced], together: priced }, en)).toEqual([
      {
        key: `${en.live.agents.clinical}/openai:x`,
        who: en.live.agents.clinical,
        model: "openai:x",
        calls: "3",
        read: "12,000",
        written: "350",
        cost: "$0.0123",
        notes: ["4,000 of the tokens read from the server’s cache", "1 failed", "1 estimated"],
      },
    ]);
  });

  it("says of which no price is known, and of which part of a sum", () => {
    const rows = usageRows({ agents: [priced, unpriced], together }, en);
    expect(rows.map(({ cost }) => cost)).toEqual(["$0.0123", "no price known", "$0.0123"]);
    expect(rows[1]?.notes).toEqual([]);
    expect(rows[2]?.who).toBe("Together");
    expect(rows[2]?.notes).toContain("3 without a price");
  });

  it("speaks Spanish", () => {
    expect(usageRows({ agents: [unpriced], together }, es)[0]?.cost).toBe("precio desconocido");
  });
});

describe("money", () => {
  it.each([
    ["0", "$0.00"],
    ["0.000000001", "$0.000000001"],
    ["9007199254740993.12", "$9,007,199,254,740,993.12"],
  ])("writes %s dollars exactly", (usd, words) => {
    expect(dollars(usd, "en-US")).toBe(words);
  });
});
