import { Button } from "@/components/ui/button";
import { Pick, TextBox } from "@/features/decide/fields";
import type { LineProps } from "@/features/decide/line-fields";
import { useTexts } from "@/texts";

/** Why a line is not approved as asked: this member's fact, the policy and its criterion, and why. All of it is typed. */
export function AdverseFields({ path, assessed, line, onSay }: LineProps) {
  const t = useTexts();
  const policies = (assessed?.policies ?? []).map(({ policy_id, title }) => ({
    value: policy_id,
    label: `${policy_id}: ${title}`,
  }));
  const criteria = [...(assessed?.criteria ?? []), ...(assessed?.universal ?? [])].filter(
    ({ policy_id }) => policy_id === line.policy,
  );
  const chosen = criteria.find(({ result }) => result.id === line.criterion);
  const reason = `${path}/reason`;
  return (
    <>
      <TextBox
        label={t.forms.line.fact}
        hint={t.forms.line.factHint}
        path={`${reason}/fact`}
        rows={2}
        required
        value={line.fact}
        onSay={(fact) => onSay({ fact })}
      />
      <Pick
        label={t.forms.line.policy}
        path={`${reason}/policy_id`}
        value={line.policy}
        options={policies}
        onPick={(policy) => onSay({ policy, criterion: "" })}
      />
      {line.policy && (
        <Pick
          label={t.forms.line.criterion}
          path={`${reason}/criterion_id`}
          value={line.criterion || NONE}
          options={[
            { value: NONE, label: t.forms.line.noCriterion },
            ...criteria.map(({ result }) => ({
              value: result.id,
              label: `${result.text} (${t.criteria.standing[result.status]})`,
            })),
          ]}
          onPick={(criterion) => onSay({ criterion: criterion === NONE ? "" : criterion })}
        />
      )}
      <TextBox
        label={t.forms.line.provision}
        path={`${reason}/provision`}
        rows={2}
        required
        value={line.provision}
        onSay={(provision) => onSay({ provision })}
        hint={
          chosen && (
            <span className="flex flex-wrap items-center gap-2">
              <span lang="en">{chosen.result.text}</span>
              <Button className="min-h-6 px-2 text-xs" onClick={() => onSay({ provision: chosen.result.text })}>
                {t.forms.line.copy}
              </Button>
            </span>
          )
        }
      />
      <TextBox
        label={t.forms.line.explanation}
        path={`${reason}/explanation`}
        rows={2}
        required
        value={line.explanation}
        onSay={(explanation) => onSay({ explanation })}
      />
    </>
  );
}

/** A choice's value for "no criterion"; no criterion has this id. */
const NONE = "-";
