import { describe, expect, it } from "vitest";

import { steadied, whole } from "@/features/queue/steady";

const cases = (...ids: string[]) => ids.map((case_id) => ({ case_id, status: "before" }));
const changed = (...ids: string[]) => ids.map((case_id) => ({ case_id, status: "after" }));

describe("a list that changed under the reader", () => {
  it("shows what is new of a case in its place", () => {
    expect(steadied(cases("b", "c"), changed("b", "c"))).toEqual(whole(changed("b", "c")));
  });

  it("lets what comes between wait, and adds what comes after", () => {
    const { items, waiting, gone } = steadied(cases("b", "d"), cases("a", "b", "c", "d", "e"));
    expect(items).toEqual(cases("b", "d", "e"));
    expect([waiting, gone.size]).toEqual([2, 0]);
  });

  it("keeps the place of what is gone, and says so", () => {
    const { items, gone } = steadied(cases("a", "b", "c"), cases("a", "c"));
    expect(items).toEqual(cases("a", "b", "c"));
    expect([...gone]).toEqual(["b"]);
  });

  it("moves nothing where all is gone", () => {
    expect(steadied(cases("a"), cases("z"))).toEqual({ items: cases("a"), gone: new Set(["a"]), waiting: 1 });
  });
});
