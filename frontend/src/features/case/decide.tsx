"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { type FormEvent, useId, useState } from "react";

import { Refusal, type Schema, send } from "@/api/client";
import { useChosenPerson } from "@/api/identity";
import { caseOf } from "@/api/queries";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Panel } from "@/components/ui/panel";
import { useTexts } from "@/texts";

type Code = Schema["ReasonCode"];
type Stated = Omit<Schema["Decision"], "digest">;

const ACCEPTED: Stated = {
  action: "accept",
  outcome: null,
  reason_code: null,
  rationale: null,
  lines: [],
  same_specialty: false,
  stated_name: null,
};

/**
 * What a clinician may do with the draft on the screen: take the case, accept an approval, or approve against the draft
 * with a reason. Each is bound to the digest of this revision; the service says who may not, and why.
 */
export function DecidePanel({ found, revision }: { found: Schema["CaseAnswer"]; revision: Schema["RevisionAnswer"] }) {
  const t = useTexts();
  const person = useChosenPerson();
  const queries = useQueryClient();
  const path = { case_id: found.case_id };
  const refresh = () => queries.invalidateQueries({ queryKey: caseOf(found.case_id).queryKey });
  const take = useMutation({
    mutationFn: (assignee: string) =>
      send("/api/cases/{case_id}/assignment", { params: { path }, body: { act: "assign", assignee } }),
    onSettled: refresh,
  });
  const decide = useMutation({
    mutationFn: (stated: Stated) =>
      send("/api/cases/{case_id}/determination", { params: { path }, body: { ...stated, digest: revision.digest } }),
    onSettled: refresh,
  });
  if (!person) {
    return (
      <Panel title={t.review.decide.title}>
        <p>{t.review.decide.whoActs}</p>
      </Panel>
    );
  }
  const canAccept = revision.recommendation.outcome === "APPROVE";
  return (
    <Panel title={t.review.decide.title} aside={<Bound number={revision.number} />}>
      <div className="space-y-3">
        <div className="flex flex-wrap gap-2">
          {found.assignee !== person && <Button onClick={() => take.mutate(person)}>{t.review.decide.take}</Button>}
          {canAccept && (
            <Button variant="primary" disabled={decide.isPending} onClick={() => decide.mutate(ACCEPTED)}>
              <Check aria-hidden />
              {t.review.decide.accept}
            </Button>
          )}
        </div>
        {!canAccept && (
          <OverrideForm
            isSending={decide.isPending}
            onSend={(reason_code, rationale) =>
              decide.mutate({ ...ACCEPTED, action: "override", outcome: "approved", reason_code, rationale })
            }
          />
        )}
        <Refused error={take.error ?? decide.error} />
      </div>
    </Panel>
  );
}

function Bound({ number }: { number: number }) {
  const t = useTexts();
  return <span className="text-ink-soft text-xs">{t.review.decide.bound(number)}</span>;
}

function OverrideForm({ isSending, onSend }: { isSending: boolean; onSend: (code: Code, rationale: string) => void }) {
  const t = useTexts();
  const id = useId();
  const [code, setCode] = useState<Code>("EVIDENCE_MISSED");
  const [rationale, setRationale] = useState("");
  const codes = Object.entries(t.review.decide.codes).map(([value, label]) => ({ value: value as Code, label }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSend(code, rationale);
  };
  return (
    <form onSubmit={submit} className="space-y-2">
      <h3 className="font-medium">{t.review.decide.override}</h3>
      <Choice label={t.review.decide.reason} value={code} options={codes} onChoose={setCode} />
      <label htmlFor={id} className="text-ink-soft block text-xs">
        {t.review.decide.rationale}
      </label>
      <textarea
        id={id}
        rows={3}
        maxLength={4000}
        required
        value={rationale}
        onChange={(event) => setRationale(event.target.value)}
        className="border-line-strong bg-surface block w-full rounded-md border px-2 py-1.5"
      />
      <Button type="submit" disabled={isSending}>
        {isSending ? t.review.decide.sending : t.review.decide.send}
      </Button>
    </form>
  );
}

/** What the service refused, with every single thing that is wrong. */
function Refused({ error }: { error: unknown }) {
  const t = useTexts();
  if (!error) return null;
  const problems = error instanceof Refusal ? error.problems : [];
  return (
    <div role="alert" className="border-bad bg-bad-tint rounded-md border px-3 py-2">
      <p>{error instanceof Refusal ? error.message : t.failed.unreachable}</p>
      <ul className="list-disc pl-5 text-xs">
        {problems.map(({ path, message }) => (
          <li key={path + message}>{message}</li>
        ))}
      </ul>
    </div>
  );
}
