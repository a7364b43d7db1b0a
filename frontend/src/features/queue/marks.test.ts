import { describe, expect, it } from "vitest";

import { type Marks, MOST_MARKED, NO_MARKS, ranged, toggled } from "@/features/queue/marks";

const items = ["a", "b", "c", "d"].map((case_id) => ({ case_id }));
const marked = ({ ids }: Marks) => [...ids].sort();

describe("marks", () => {
  it("come and go", () => {
    const one = toggled(NO_MARKS, "b");
    expect(marked(one)).toEqual(["b"]);
    expect(marked(toggled(one, "b"))).toEqual([]);
  });

  it("reach from the last mark to here, either way", () => {
    expect(marked(ranged(toggled(NO_MARKS, "b"), items, "d"))).toEqual(["b", "c", "d"]);
    expect(marked(ranged(toggled(NO_MARKS, "c"), items, "a"))).toEqual(["a", "b", "c"]);
    expect(marked(ranged(NO_MARKS, items, "c"))).toEqual(["c"]);
    expect(ranged(NO_MARKS, items, "z")).toEqual(NO_MARKS);
  });

  it("are never more than one call assigns", () => {
    const many = Array.from({ length: MOST_MARKED + 5 }, (_, nth) => ({ case_id: `PA-${nth}` }));
    const full = ranged(toggled(NO_MARKS, "PA-0"), many, "PA-204");
    expect(full.ids.size).toBe(MOST_MARKED);
    expect(toggled(full, "another").ids.size).toBe(MOST_MARKED);
  });
});
