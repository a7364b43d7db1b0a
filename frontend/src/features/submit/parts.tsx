import { Panel } from "@/components/ui/panel";
import { CodeField } from "@/features/submit/code-field";
import { fieldOf } from "@/features/submit/draft";
import { ChoiceField, TextField } from "@/features/submit/field";
import { useField, useForm } from "@/features/submit/form";
import { NpiField } from "@/features/submit/npi-field";
import { Rows } from "@/features/submit/rows";
import { useTexts } from "@/texts";

const GRID = "grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-4";

export function MemberPart() {
  const t = useTexts();
  const { fields, choices, unknown } = t.submit;
  return (
    <Panel title={t.submit.parts.member}>
      <div className={GRID}>
        <TextField field="member/name" label={fields.name} isNeeded className="lg:col-span-2" />
        <TextField field="member/birth_date" label={fields.birth_date} type="date" isNeeded />
        <ChoiceField field="member/sex" label={fields.sex} options={choices.sex} none={unknown} />
        <TextField field="member/member_id" label={fields.member_id} />
        <TextField field="member/state" label={fields.state} hint={t.submit.hints.state} />
        <ChoiceField
          field="request/line_of_business"
          label={fields.line_of_business}
          options={choices.line_of_business}
          none={unknown}
          hint={t.submit.hints.line_of_business}
        />
        <ChoiceField field="member/plan_type" label={fields.plan_type} options={choices.plan_type} none={unknown} />
      </div>
    </Panel>
  );
}

export function RequestPart() {
  const t = useTexts();
  const { fields, choices } = t.submit;
  const isExpedited = useField("request/priority").value === "expedited";
  return (
    <Panel title={t.submit.parts.request}>
      <div className={GRID}>
        <ChoiceField field="request/priority" label={fields.priority} options={t.priority} />
        {isExpedited && (
          <ChoiceField
            field="request/expedited_by"
            label={fields.expedited_by}
            options={choices.expedited_by}
            none={t.submit.unknown}
            hint={t.submit.hints.expedited_by}
          />
        )}
        <ChoiceField field="request/timing" label={fields.timing} options={choices.timing} />
      </div>
      <details className="mt-3">
        <summary className="text-accent cursor-pointer py-1">{t.submit.parts.more}</summary>
        <div className={`${GRID} mt-2`}>
          <TextField field="requester/name" label={fields.requester} />
          <TextField field="requester/contact" label={fields.contact} />
          <TextField field="request/plan_id" label={fields.plan_id} />
          <TextField field="request/jurisdiction" label={fields.jurisdiction} />
          <TextField field="request/language" label={fields.language} hint={t.submit.hints.language} />
        </div>
      </details>
    </Panel>
  );
}

export function ProvidersPart() {
  const t = useTexts();
  return (
    <Rows list="providers" title={t.submit.parts.providers} first="npi">
      {(row, index) => (
        <div className="grid gap-x-4 gap-y-3 sm:grid-cols-3">
          <NpiField field={fieldOf("providers", row, "npi")} isNeeded={index === 0} />
          <TextField field={fieldOf("providers", row, "name")} label={t.submit.fields.name} />
          <ChoiceField
            field={fieldOf("providers", row, "role")}
            label={t.submit.fields.role}
            options={t.submit.choices.role}
          />
        </div>
      )}
    </Rows>
  );
}

export function DiagnosesPart() {
  const t = useTexts();
  return (
    <Rows list="diagnoses" title={t.submit.parts.diagnoses} first="code">
      {(row, index) => (
        <CodeField
          field={fieldOf("diagnoses", row, "code")}
          kind="diagnosis"
          label={index === 0 ? t.submit.fields.primary : t.submit.fields.diagnosis}
          isNeeded={index === 0}
        />
      )}
    </Rows>
  );
}

export function ServicesPart() {
  const t = useTexts();
  return (
    <Rows list="services" title={t.submit.parts.services} first="code">
      {(row, index) => <ServiceFields row={row} isNeeded={index === 0} />}
    </Rows>
  );
}

function ServiceFields({ row, isNeeded }: { row: string; isNeeded: boolean }) {
  const t = useTexts();
  const { fields, choices, unknown, hints } = t.submit;
  const { draft } = useForm();
  const at = (name: string) => fieldOf("services", row, name);
  return (
    <div className="space-y-3">
      <CodeField
        field={at("code")}
        kind="service"
        label={fields.code}
        date={draft.values[at("order_date")] || null}
        isNeeded={isNeeded}
      />
      <div className={GRID}>
        <ChoiceField
          field={at("request_type")}
          label={fields.request_type}
          options={choices.request_type}
          none={unknown}
        />
        <TextField field={at("units")} label={fields.units} inputMode="numeric" />
        <TextField field={at("order_date")} label={fields.order_date} type="date" />
        <ChoiceField field={at("side")} label={fields.side} options={choices.side} none={unknown} />
        <TextField
          field={at("place_of_service")}
          label={fields.place_of_service}
          inputMode="numeric"
          hint={hints.place_of_service}
        />
        <TextField field={at("from")} label={fields.from} type="date" />
        <TextField field={at("to")} label={fields.to} type="date" />
        <TextField field={at("modifiers")} label={fields.modifiers} hint={hints.modifiers} />
      </div>
    </div>
  );
}
