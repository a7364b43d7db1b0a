import { useQuery } from "@tanstack/react-query";

import type { Schema } from "@/api/client";
import { Choice } from "@/components/ui/choice";
import { type Draft, draftFrom, isAbout } from "@/features/policies/bench/draft";
import { examples } from "@/features/policies/queries";
import { useTexts } from "@/texts";

/** Examples of invented people that ask for what the policy governs; nothing where there is none. */
export function SampleChoice({
  policy,
  day,
  onDraft,
}: {
  policy: Schema["Policy"];
  day: string;
  onDraft: (draft: Draft) => void;
}) {
  const t = useTexts();
  const { data } = useQuery(examples);
  const own = (data ?? []).filter(({ body }) => isAbout(body, policy));
  if (own.length === 0) return null;
  return (
    <Choice<string>
      label={t.bench.sample}
      value=""
      options={[
        { value: "", label: t.bench.choose },
        ...own.map(({ name }) => ({ value: name, label: name.replaceAll("-", " ") })),
      ]}
      onChoose={(name) => {
        const example = own.find((one) => one.name === name);
        if (example) onDraft(draftFrom(example.body, policy, day));
      }}
    />
  );
}
