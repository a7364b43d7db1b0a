import { type Schema, send } from "@/api/client";
import { ActForm } from "@/features/decide/act-form";
import { PartyField } from "@/features/decide/choices";
import { type Doing, useStated } from "@/features/decide/doing";
import { TextBox, Tick } from "@/features/decide/fields";
import { MomentField, useZone, ZoneField } from "@/features/decide/moment-field";
import { useTexts } from "@/texts";

/** To record that somebody appeals: who, when it was received, and why. Another person decides it. */
export function AppealForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  const { zone, setZone, now, at } = useZone();
  const last = doing.told.permitted.last_day_to_appeal;
  const [stated, say] = useStated(() => ({
    by: "member" as Schema["Party"],
    filed: now(),
    expedited: false,
    grounds: "",
    late: "",
  }));
  const isLate = last !== null && stated.filed.slice(0, 10) > last;
  return (
    <ActForm<Schema["Appeal"]>
      doing={doing}
      title={t.decide.act.appeal}
      note={
        <p>
          {last ? t.forms.appeal.lastDay(last) : t.forms.appeal.noLastDay} {t.forms.appeal.another}
        </p>
      }
      body={() => ({
        act: "appeal",
        filed_by: stated.by,
        filed_at: at(stated.filed),
        expedited: stated.expedited,
        grounds: stated.grounds,
        late_for_good_cause: (isLate && stated.late) || null,
      })}
      sendTo={(body) => send("/api/cases/{case_id}/appeals", { params: { path }, body })}
    >
      <div className="flex flex-wrap gap-3">
        <PartyField label={t.forms.appeal.by} path="/filed_by" value={stated.by} onPick={say("by")} />
        <MomentField label={t.forms.appeal.filed} path="/filed_at" value={stated.filed} onSay={say("filed")} />
        <ZoneField zone={zone} onPick={setZone} />
      </div>
      <Tick label={t.forms.appeal.expedited} is={stated.expedited} onTick={say("expedited")} />
      <TextBox label={t.forms.appeal.grounds} path="/grounds" required value={stated.grounds} onSay={say("grounds")} />
      {isLate && (
        <TextBox
          label={t.forms.appeal.late}
          path="/late_for_good_cause"
          rows={2}
          required
          value={stated.late}
          onSay={say("late")}
        />
      )}
    </ActForm>
  );
}
