import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, CircleHelp } from "lucide-react";

import type { Schema } from "@/api/client";
import { TextField } from "@/features/submit/field";
import { useField } from "@/features/submit/form";
import { provider } from "@/features/submit/queries";
import { type NpiStanding, npiStanding } from "@/features/submit/verdicts";
import { useTexts } from "@/texts";

/** An NPI, and beside it what the registry says, as soon as its ten digits are there. */
export function NpiField({ field, isNeeded }: { field: string; isNeeded: boolean }) {
  const t = useTexts();
  const typed = useField(field).value.trim();
  const { data, isError } = useQuery(provider(typed));
  const standing = npiStanding(typed, data, isError);
  return (
    <TextField
      field={field}
      label={t.submit.fields.npi}
      isNeeded={isNeeded}
      inputMode="numeric"
      hint={<div role="status">{standing && <Verdict standing={standing} found={data} />}</div>}
    />
  );
}

const GOOD = { icon: CircleCheck, color: "text-good" };
const OPEN = { icon: CircleHelp, color: "text-open" };
const BAD = { icon: CircleAlert, color: "text-bad" };

const LOOK: Readonly<Record<NpiStanding, typeof GOOD>> = {
  active: GOOD,
  not_in_snapshot: OPEN,
  unavailable: OPEN,
  unfinished: { ...OPEN, color: "text-ink-soft" },
  deactivated: BAD,
  not_found: BAD,
  malformed: BAD,
  wrong_check_digit: BAD,
};

function Verdict({ standing, found }: { standing: NpiStanding; found: Schema["ProviderFound"] | undefined }) {
  const t = useTexts();
  const { icon: Icon, color } = LOOK[standing];
  const who = found && standing === found.standing ? [found.name, found.credential].filter(Boolean).join(", ") : "";
  return (
    <p className={`flex items-start gap-1 ${color}`}>
      <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span>
        {who && <b className="font-medium">{[who, found?.specialty].filter(Boolean).join(" · ")}. </b>}
        {t.submit.npi[standing](found?.deactivated_on ?? "")}
        {who && found?.synthetic && ` ${t.submit.synthetic}`}
      </span>
    </p>
  );
}
