import type { Schema } from "@/api/client";
import { AdverseFields } from "@/features/decide/adverse-fields";
import type { StatedLine } from "@/features/decide/decisions";
import { Disclosure } from "@/features/decide/disclosure";
import { Line, Pick, TextBox } from "@/features/decide/fields";
import { useTexts } from "@/texts";

const OUTCOMES = ["approved", "reduced", "denied"] as const satisfies readonly Schema["LineOutcome"][];

/** What is decided on each service line. `isByLine`: each line has its own outcome. */
export function LinesFields({
  services,
  assessed,
  lines,
  isByLine,
  onSay,
}: {
  services: readonly Schema["ServiceLine"][];
  assessed: readonly Schema["LineAssessment"][];
  lines: readonly StatedLine[];
  isByLine: boolean;
  onSay: (lines: readonly StatedLine[]) => void;
}) {
  return lines.map((line, place) => (
    <LineFields
      key={line.line}
      path={`/lines/${place}`}
      service={services[place]!}
      assessed={assessed.find((one) => one.line === line.line)}
      line={line}
      isByLine={isByLine}
      onSay={(more) => onSay(lines.map((one, at) => (at === place ? { ...one, ...more } : one)))}
    />
  ));
}

export type LineProps = {
  path: string;
  assessed: Schema["LineAssessment"] | undefined;
  line: StatedLine;
  onSay: (more: Partial<StatedLine>) => void;
};

function LineFields({
  service,
  isByLine,
  ...props
}: LineProps & { service: Schema["ServiceLine"]; isByLine: boolean }) {
  const t = useTexts();
  const { path, line, onSay } = props;
  const isAsked = service.units != null;
  const options = OUTCOMES.map((value) => ({ value, label: t.forms.line.outcomes[value] }));
  return (
    <fieldset className="border-line space-y-3 rounded-md border p-3">
      <legend className="px-1 text-xs font-semibold">
        {t.forms.line.title(line.line, service.code)}
        {isAsked && <span className="text-ink-soft font-normal"> · {t.forms.line.asked(service.units!)}</span>}
      </legend>
      {isByLine && (
        <Pick
          label={t.forms.line.outcome}
          path={`${path}/outcome`}
          value={line.outcome}
          options={options.filter(({ value }) => isAsked || value !== "reduced")}
          onPick={(outcome) => onSay({ outcome })}
          className="max-w-72"
        />
      )}
      {line.outcome === "reduced" && (
        <Line
          label={t.forms.line.units}
          path={`${path}/units`}
          type="number"
          min={1}
          required
          value={line.units}
          onSay={(units) => onSay({ units })}
          className="max-w-40"
        />
      )}
      {line.outcome !== "denied" && <ApprovalFields {...props} />}
      {line.outcome !== "approved" && <AdverseFields {...props} />}
    </fieldset>
  );
}

function ApprovalFields({ path, line, onSay }: LineProps) {
  const t = useTexts();
  return (
    <Disclosure title={t.forms.line.datesAndConditions} isOpen={line.outcome === "reduced"}>
      <div className="flex flex-wrap gap-3">
        <Line
          label={t.forms.line.begins}
          path={`${path}/begins`}
          type="date"
          value={line.begins}
          onSay={(begins) => onSay({ begins })}
        />
        <Line
          label={t.forms.line.ends}
          path={`${path}/ends`}
          type="date"
          value={line.ends}
          onSay={(ends) => onSay({ ends })}
        />
      </div>
      <TextBox
        label={t.forms.line.conditions}
        path={`${path}/conditions`}
        rows={2}
        value={line.conditions}
        onSay={(conditions) => onSay({ conditions })}
      />
    </Disclosure>
  );
}
