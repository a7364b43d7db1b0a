import { describe, expect, it } from "vitest";

import {
  addressOf,
  codesShown,
  filtersIn,
  forceOf,
  grouped,
  holds,
  type Item,
  passes,
} from "@/features/policies/filters";

function policy(more: Partial<Item>): Item {
  return {
    id: "NCD-240.2",
    title: "Home Use of Oxygen",
    kind: "ncd",
    version: "2",
    effective: "2021-09-27",
    ends: null,
    general: false,
    citation_url: "https://policies.example",
    codes: ["E1390", "E0424"],
    contractors: [],
    states: [],
    lines_of_business: ["medicare_ffs"],
    plan_id: null,
    about: [],
    verification: { overall: "verified", verified: 3, secondary: 0, unverified: 0, for_a_person: 0 },
    links: {},
    ...more,
  };
}

const DAY = "2026-11-23";

describe("the address", () => {
  it("gives back the filters that it was written from", () => {
    const filters = { kind: "lcd", state: "OH", business: "medicare_ffs", sure: "partly", force: "past" } as const;
    const address = addressOf(filters, { id: "LCD-L33797", version: "50", view: "bench" });
    const read = new URL(address, "http://127.0.0.1").searchParams;
    expect(filtersIn(read)).toEqual(filters);
    expect([read.get("id"), read.get("version"), read.get("view")]).toEqual(["LCD-L33797", "50", "bench"]);
  });

  it("is bare without filters, and keeps an id that has signs of its own", () => {
    expect(addressOf({})).toBe("/policies/");
    const address = addressOf({}, { id: "SSA-1862(a)(1)(A)" });
    expect(new URL(address, "http://127.0.0.1").searchParams.get("id")).toBe("SSA-1862(a)(1)(A)");
  });

  it("holds no filter where it names nothing that is known", () => {
    expect(filtersIn(new URLSearchParams("kind=x&state=Ohio&business=all&sure=no&force=ever"))).toEqual({});
  });
});

describe("holds", () => {
  it.each([
    ["oxygen home", true],
    ["240.2", true],
    ["e1390", true],
    ["oxygen knee", false],
    ["  ", true],
  ])("%s: %s", (text, found) => {
    expect(holds(policy({}), text)).toBe(found);
  });

  it("finds a contractor, a state and an indication", () => {
    const local = policy({ contractors: ["CGS J15"], states: ["OH"], about: ["sleep apnea"] });
    expect(["cgs", "oh", "apnea"].every((text) => holds(local, text))).toBe(true);
  });
});

describe("passes", () => {
  it("takes a policy without states for every state", () => {
    expect(passes(policy({}), { state: "OH" }, DAY)).toBe(true);
    expect(passes(policy({ states: ["FL"] }), { state: "OH" }, DAY)).toBe(false);
  });

  it("knows the general policy as its own kind", () => {
    const general = policy({ kind: "statute", general: true });
    expect(passes(general, { kind: "general" }, DAY)).toBe(true);
    expect(passes(general, { kind: "statute" }, DAY)).toBe(false);
  });

  it("tells what ended, what is in force on its last day, and what is to come", () => {
    expect(forceOf({ effective: "2019-01-01", ends: "2026-11-22" }, DAY)).toBe("past");
    expect(forceOf({ effective: "2019-01-01", ends: DAY }, DAY)).toBe("now");
    expect(forceOf({ effective: "2026-11-24" }, DAY)).toBe("later");
  });
});

describe("grouped", () => {
  it("puts layers in their order, and numbers as numbers", () => {
    const shown = grouped([
      policy({ id: "LCD-L2", kind: "lcd" }),
      policy({ id: "NCD-100.1" }),
      policy({ id: "NCD-20.29" }),
      policy({ id: "SSA", kind: "statute", general: true }),
    ]);
    expect(shown.map(([group, own]) => [group, own.map(({ id }) => id)])).toEqual([
      ["ncd", ["NCD-20.29", "NCD-100.1"]],
      ["lcd", ["LCD-L2"]],
      ["general", ["SSA"]],
    ]);
  });
});

describe("codesShown", () => {
  it("shows first what is searched for", () => {
    expect(codesShown(["E0424", "E0431", "E1390"], "oxygen e1390", 2)).toEqual(["E1390", "E0424"]);
  });
});
