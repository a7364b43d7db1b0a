import { describe, expect, it } from "vitest";

import { en } from "@/texts/en";
import { es } from "@/texts/es";
import { plural } from "@/texts/plural";

describe("plural", () => {
  it("says one of a thing as one", () => {
    expect(plural(1, "review", "reviews")).toBe("1 review");
    expect(plural("1", "revisión", "revisiones")).toBe("1 revisión");
  });

  it("says none and many as many, however the number is written", () => {
    expect([0, 2, 21].map((count) => plural(count, "day", "days"))).toEqual(["0 days", "2 days", "21 days"]);
    expect(plural("1,001", "case", "cases")).toBe("1,001 cases");
    expect(plural("1+", "case", "cases")).toBe("1+ cases");
  });
});

describe("the texts", () => {
  it.each([en, es])("say no one thing as many: $locale", (texts) => {
    const { numbers, queue, facts, decided, policies, history } = texts;
    const said = [
      numbers.cost.none("1"),
      queue.count(1, false),
      facts.count(1, 1),
      facts.mentions(1),
      decided.units(1, 1),
      policies.count(1, 1),
      history.proven(1, 1, 1),
    ];
    for (const one of said) expect(one).not.toMatch(/(reviews|cases|statements|mentions|units|policies|links)\b/);
    for (const one of said)
      expect(one).not.toMatch(/(revisiones|casos|afirmaciones|menciones|unidades|políticas|eslabones)/);
  });
});
