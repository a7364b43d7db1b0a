import type { Schema } from "@/api/client";
import { Choice } from "@/components/ui/choice";
import type { Draft } from "@/features/policies/bench/draft";
import { TextField } from "@/features/policies/field";
import { BUSINESSES } from "@/features/policies/filters";
import { useTexts } from "@/texts";

const REQUESTS = [
  "initial",
  "continuation",
  "replacement",
  "trial",
  "permanent",
] as const satisfies readonly Schema["RequestType"][];
const SEXES = ["female", "male", "other", "unknown"] as const satisfies readonly Schema["Sex"][];

/** The little of a request that criteria ask for, beside the notes. */
export function RequestFields({
  policy,
  draft,
  onDraft,
}: {
  policy: Schema["Policy"];
  draft: Draft;
  onDraft: (draft: Draft) => void;
}) {
  const t = useTexts();
  const change = (more: Partial<Draft>) => onDraft({ ...draft, ...more });
  const orUnsaid = <Value extends string>(values: readonly Value[], words: (value: Value) => string) => [
    { value: "" as const, label: t.bench.unsaid },
    ...values.map((value) => ({ value, label: words(value) })),
  ];
  return (
    <fieldset className="contents">
      <legend className="sr-only">{t.bench.request}</legend>
      <Choice
        label={t.bench.code}
        value={draft.code}
        options={policy.codes.map(({ code }) => ({ value: code, label: code }))}
        onChoose={(code) => change({ code })}
      />
      <Choice
        label={t.bench.requestType}
        value={draft.requestType}
        options={orUnsaid(REQUESTS, (one) => t.policies.request[one])}
        onChoose={(requestType) => change({ requestType })}
      />
      <TextField
        label={t.bench.orderDate}
        type="date"
        value={draft.orderDate}
        onText={(orderDate) => change({ orderDate })}
      />
      <TextField
        label={t.bench.diagnoses}
        hint={t.bench.diagnosesHint}
        value={draft.diagnoses}
        onText={(diagnoses) => change({ diagnoses })}
        maxLength={400}
        className="w-40"
      />
      <TextField
        label={t.bench.birthDate}
        type="date"
        value={draft.birthDate}
        onText={(birthDate) => change({ birthDate })}
      />
      <Choice
        label={t.bench.sex}
        value={draft.sex}
        options={orUnsaid(SEXES, (one) => t.bench.sexes[one])}
        onChoose={(sex) => change({ sex })}
      />
      <TextField
        label={t.bench.state}
        value={draft.state}
        onText={(state) => change({ state })}
        maxLength={2}
        className="w-12 uppercase"
      />
      <Choice
        label={t.bench.business}
        value={draft.business}
        options={orUnsaid(BUSINESSES, (one) => t.business[one])}
        onChoose={(business) => change({ business })}
      />
    </fieldset>
  );
}
