import { type Schema, send } from "@/api/client";
import { ActForm } from "@/features/decide/act-form";
import { ChannelField, PartyField } from "@/features/decide/choices";
import { type Doing, useStated } from "@/features/decide/doing";
import { Line, TextBox, Tick } from "@/features/decide/fields";
import { MomentField, useZone, ZoneField } from "@/features/decide/moment-field";
import { useTexts } from "@/texts";

/** To log a try to reach somebody about what was asked for. */
export function AttemptForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  const { zone, setZone, now, at } = useZone();
  const [stated, say] = useStated(() => ({
    when: now(),
    channel: "phone" as Schema["Channel"],
    to: "provider" as Schema["Party"],
    withWhom: "",
    reached: false,
    said: "",
  }));
  return (
    <ActForm<Schema["OutreachAttempt"]>
      doing={doing}
      title={t.decide.act.attempt}
      body={() => ({
        act: "log_attempt",
        attempted_at: at(stated.when),
        channel: stated.channel,
        to: stated.to,
        with_whom: stated.withWhom,
        reached: stated.reached,
        said: stated.said,
      })}
      sendTo={(body) => send("/api/cases/{case_id}/attempts", { params: { path }, body })}
    >
      <div className="flex flex-wrap gap-3">
        <MomentField label={t.forms.attempt.when} path="/attempted_at" value={stated.when} onSay={say("when")} />
        <ZoneField zone={zone} onPick={setZone} />
        <ChannelField label={t.forms.channelLabel} path="/channel" value={stated.channel} onPick={say("channel")} />
        <PartyField label={t.forms.to} path="/to" value={stated.to} onPick={say("to")} />
      </div>
      <Line
        label={t.forms.with}
        path="/with_whom"
        required
        maxLength={200}
        value={stated.withWhom}
        onSay={say("withWhom")}
      />
      <Tick label={t.forms.attempt.reached} is={stated.reached} onTick={say("reached")} />
      <TextBox label={t.forms.attempt.said} path="/said" rows={2} required value={stated.said} onSay={say("said")} />
    </ActForm>
  );
}

/** To log when, how and to whom a determination was told. */
export function NotificationForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  const { zone, setZone, now, at } = useZone();
  const [stated, say] = useStated(() => ({
    when: now(),
    channel: "phone" as Schema["Channel"],
    to: "member" as Schema["Party"],
    withWhom: "",
  }));
  return (
    <ActForm<Schema["Notification"]>
      doing={doing}
      title={t.decide.act.notification}
      note={<p>{t.forms.notification.note}</p>}
      body={() => ({
        act: "log_notification",
        notified_at: at(stated.when),
        channel: stated.channel,
        to: stated.to,
        with_whom: stated.withWhom,
      })}
      sendTo={(body) => send("/api/cases/{case_id}/notifications", { params: { path }, body })}
    >
      <div className="flex flex-wrap gap-3">
        <MomentField label={t.forms.notification.when} path="/notified_at" value={stated.when} onSay={say("when")} />
        <ZoneField zone={zone} onPick={setZone} />
        <ChannelField label={t.forms.channelLabel} path="/channel" value={stated.channel} onPick={say("channel")} />
        <PartyField label={t.forms.to} path="/to" value={stated.to} onPick={say("to")} />
      </div>
      <Line label={t.forms.with} path="/with_whom" maxLength={200} value={stated.withWhom} onSay={say("withWhom")} />
    </ActForm>
  );
}
