import { describe, expect, it } from "vitest";

import type { Fact } from "@/features/facts/statements";
import { daySaid, factSaid, valueSaid } from "@/features/facts/wording";
import { en } from "@/texts/en";
import { es } from "@/texts/es";

const fact = (more: Partial<Fact>) => ({ assertion: "present", conditions: {}, ...more }) as Fact;

describe("factSaid", () => {
  it("says a measurement with its unit, conditions and day", () => {
    const measured = fact({
      value: "85.0",
      unit: "%",
      on: "2026-10-06",
      conditions: {
        activity: "rest",
        oxygen: "supplemental",
        litres_per_minute: "2",
        side: null,
        method: "pulse_oximetry",
      },
    });
    expect(factSaid(measured, "oxygen saturation", en.facts, "en-US")).toBe(
      "oxygen saturation 85 %, at rest, on oxygen, 2 L/min, pulse oximetry, 10/06/2026",
    );
  });

  it("says what is not plainly present, in both languages", () => {
    const denied = fact({ assertion: "absent" });
    expect(factSaid(denied, "chest pain", en.facts, "en-US")).toBe("chest pain, absent");
    expect(factSaid(denied, "chest pain", es.facts, "es-US")).toBe("chest pain, ausente");
  });

  it("keeps a bound, a range and a month as they are", () => {
    expect(valueSaid(fact({ value: "500", bound: "more_than", unit: "ms" }), en.facts)).toBe("more than 500 ms");
    expect(valueSaid(fact({ value: "4", high: "12", unit: "1/h" }), en.facts)).toBe("4–12 per hour");
    expect(factSaid(fact({ on_between: ["2026-01-01", "2026-01-31"] }), "fall", en.facts, "en-US")).toBe(
      "fall, between 01/01/2026 and 01/31/2026",
    );
  });
});

describe("daySaid", () => {
  it("keeps the day in every time zone", () => {
    expect(daySaid("2026-01-01", "en-US")).toBe("01/01/2026");
  });
});
