import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { conceptsFor } from "@/features/corrections/concept-matches";

const concept = (name: string, ...cues: string[]) =>
  ({ id: name, name, kind: "finding", unit: null, cues }) as Schema["ConceptItem"];
const CONCEPTS = [
  concept("home oxygen therapy", "O2 at home"),
  concept("oxygen saturation", "SpO2", "sats"),
  concept("oxygen"),
  concept("weight"),
];
const found = (text: string) => conceptsFor(text, CONCEPTS).map(({ name }) => name);

describe("conceptsFor", () => {
  it("puts what is named so first, then what begins so, then what holds it", () => {
    expect(found("oxygen")).toEqual(["oxygen", "oxygen saturation", "home oxygen therapy"]);
  });

  it("knows the words that clinicians use", () => {
    expect(found("spo2")).toEqual(["oxygen saturation"]);
  });

  it("waits for two letters, and finds nothing for what nothing is called", () => {
    expect(found("o")).toEqual([]);
    expect(found("zebra")).toEqual([]);
  });
});
