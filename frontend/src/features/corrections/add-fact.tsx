"use client";

import { useState } from "react";

import type { Schema } from "@/api/client";
import { Choice } from "@/components/ui/choice";
import { ConceptChoice } from "@/features/corrections/concept-choice";
import { useCorrecting } from "@/features/corrections/correcting";
import { WhyForm } from "@/features/corrections/why-form";
import type { Span } from "@/features/criteria/passages";
import { useTexts } from "@/texts";

type Side = Schema["Side"] | "";

/** Selected words become a fact: which concept they state, and why. The value is read from the words themselves. */
export function AddFact({ span, onDone }: { span: Span; onDone: () => void }) {
  const t = useTexts();
  const { add, longestPassage } = useCorrecting();
  const [concept, setConcept] = useState<Schema["ConceptItem"] | null>(null);
  const [side, setSide] = useState<Side>("");
  const isTooLong = longestPassage > 0 && span.end - span.start > longestPassage;
  const sides: { value: Side; label: string }[] = [
    { value: "", label: t.corrections.anySide },
    { value: "left", label: t.facts.side.left },
    { value: "right", label: t.facts.side.right },
    { value: "bilateral", label: t.facts.side.bilateral },
  ];
  return (
    <WhyForm
      label={t.record.add}
      takesFocus={false}
      canCollect={concept !== null && !isTooLong}
      onCollect={(why) => {
        if (!concept) return;
        add({ kind: "added", span, concept: concept.id, conceptName: concept.name, side: side || null, why });
        onDone();
      }}
      onCancel={onDone}
    >
      {isTooLong && (
        <p role="alert" className="text-bad">
          {t.corrections.tooLong(longestPassage)}
        </p>
      )}
      <ConceptChoice chosen={concept} onChoose={setConcept} />
      <Choice label={t.corrections.side} value={side} options={sides} onChoose={setSide} />
    </WhyForm>
  );
}
