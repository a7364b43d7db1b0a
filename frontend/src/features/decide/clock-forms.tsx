import { type Schema, send } from "@/api/client";
import { ActForm } from "@/features/decide/act-form";
import { type Doing, useStated } from "@/features/decide/doing";
import { Line, Pick, TextBox } from "@/features/decide/fields";
import { MomentField, useZone, ZoneField } from "@/features/decide/moment-field";
import { useTexts } from "@/texts";

/** To take more time, on a ground that the profile knows and no longer than it lets. */
export function ExtensionForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  const grounds = doing.told.permitted.extensions.filter(({ most_days }) => most_days !== null);
  const [stated, say] = useStated({ ground: grounds[0]?.ground ?? "extraordinary", days: "", reason: "" });
  const most = grounds.find(({ ground }) => ground === stated.ground)?.most_days ?? 1;
  return (
    <ActForm<Schema["TimeExtension"]>
      doing={doing}
      title={t.decide.act.extension}
      note={<p>{t.forms.extension.note}</p>}
      body={() => ({ act: "extend", ground: stated.ground, days: Number(stated.days), reason: stated.reason })}
      sendTo={(body) => send("/api/cases/{case_id}/extension", { params: { path }, body })}
      previewTo={(body) => send("/api/cases/{case_id}/extension/preview", { params: { path }, body })}
    >
      <div className="flex flex-wrap gap-3">
        <Pick
          label={t.forms.extension.ground}
          path="/ground"
          value={stated.ground}
          options={grounds.map(({ ground }) => ({ value: ground, label: t.forms.extension.grounds[ground] }))}
          onPick={say("ground")}
        />
        <Line
          label={t.forms.extension.days(most)}
          path="/days"
          type="number"
          min={1}
          max={most}
          required
          value={stated.days}
          onSay={say("days")}
        />
      </div>
      <TextBox label={t.forms.reason} path="/reason" required value={stated.reason} onSay={say("reason")} />
    </ActForm>
  );
}

type Asker = Schema["ExpeditedBy"] | "nobody";

/** To expedite, or to move to the standard time: for whoever asks, as far as that may be done. */
export function PriorityForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  const { zone, setZone, now, at } = useZone();
  const ways = doing.told.permitted.priorities;
  const first = ways.find(({ permitted }) => permitted);
  const [stated, say] = useStated(() => ({
    asker: (first?.asked_by ?? "nobody") as Asker,
    asked: now(),
    reason: "",
  }));
  const to = first?.to ?? "expedited";
  const askers = ways.map(({ asked_by, permitted }) => {
    const value: Asker = asked_by ?? "nobody";
    return { value, label: t.forms.priority.askers[value], isOut: !permitted };
  });
  const isRefusal = to === "standard" && stated.asker === "nobody";
  const askedBy = stated.asker === "nobody" ? null : stated.asker;
  return (
    <ActForm<Schema["PriorityChange"]>
      doing={doing}
      title={t.decide.act.priority}
      note={
        <>
          <p>{to === "expedited" ? t.forms.priority.toExpedited : t.forms.priority.toStandard}</p>
          {isRefusal && <p className="text-open">{t.forms.priority.refusal}</p>}
        </>
      }
      body={() => ({
        act: "change_priority",
        to,
        asked_by: askedBy,
        asked_at: askedBy ? at(stated.asked) : null,
        reason: stated.reason,
      })}
      sendTo={(body) => send("/api/cases/{case_id}/priority", { params: { path }, body })}
      previewTo={
        isRefusal ? (body) => send("/api/cases/{case_id}/priority/preview", { params: { path }, body }) : undefined
      }
    >
      <div className="flex flex-wrap gap-3">
        <Pick
          label={t.forms.priority.askedBy}
          path="/asked_by"
          value={stated.asker}
          options={askers}
          onPick={say("asker")}
        />
        {askedBy && (
          <>
            <MomentField label={t.forms.priority.askedAt} path="/asked_at" value={stated.asked} onSay={say("asked")} />
            <ZoneField zone={zone} onPick={setZone} />
          </>
        )}
      </div>
      <TextBox label={t.forms.reason} path="/reason" required value={stated.reason} onSay={say("reason")} />
    </ActForm>
  );
}
