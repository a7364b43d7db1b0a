import type { Schema } from "@/api/client";
import type { Pending } from "@/features/corrections/pending";
import type { Concepts } from "@/features/facts/statements";
import { conceptName } from "@/features/facts/statements";
import type { Texts } from "@/texts/en";

type Said = { what: string; quote: string | null };

/** A correction that is not sent, in words, and the words of the record that it is about. */
export function pendingSaid(one: Pending, t: Texts["corrections"], factSaid: (fact: Schema["Fact"]) => string): Said {
  switch (one.kind) {
    case "misread":
      return { what: t.notStatedOf(factSaid(one.fact)), quote: one.fact.evidence.spans[0]!.quote };
    case "added":
      return { what: t.added(one.conceptName), quote: one.span.quote };
    case "confirmed":
      return { what: t.judged(one.text, one.met), quote: null };
    case "taken_back":
      return { what: t.takenBack(one.what), quote: null };
  }
}

/** A correction that was made, in words, and the words of the record that it is about. */
export function madeSaid(
  { correction }: Pick<Schema["MadeCorrection"], "correction">,
  t: Texts["corrections"],
  concepts: Concepts,
): Said {
  switch (correction.type) {
    case "wrong_fact": {
      const { concept, value, span } = correction;
      const unit = concepts.get(concept)?.unit;
      const number = value == null ? [] : [value, unit && unit !== "1" ? unit : ""];
      const fact = [conceptName(concepts, concept), ...number].filter(Boolean).join(" ");
      return { what: t.notStatedOf(fact), quote: span.quote };
    }
    case "passage":
      return { what: t.added(conceptName(concepts, correction.concept)), quote: correction.span.quote };
    case "confirmation":
      return { what: t.judged(correction.text, correction.met), quote: null };
    case "taken_back":
      return { what: t.takenBack(correction.why), quote: null };
  }
}
