import { type Schema, send } from "@/api/client";
import { ActForm } from "@/features/decide/act-form";
import { ChannelField, PartyField, WithWhomField } from "@/features/decide/choices";
import { type Doing, useStated } from "@/features/decide/doing";
import { TextBox, Tick } from "@/features/decide/fields";
import { MomentField, useZone, ZoneField } from "@/features/decide/moment-field";
import type { Local } from "@/features/decide/moments";
import { useTexts } from "@/texts";

type Reached = { when: Local; channel: Schema["Channel"]; to: Schema["Party"] };

/** When, how and whom somebody reached, or tried to. */
function ReachedRow({
  label,
  path,
  zoned,
  stated,
  onSay,
}: {
  label: string;
  path: string;
  zoned: ReturnType<typeof useZone>;
  stated: Reached;
  onSay: { [Name in keyof Reached]: (value: Reached[Name]) => void };
}) {
  const t = useTexts();
  return (
    <div className="flex flex-wrap gap-3">
      <MomentField label={label} path={path} value={stated.when} onSay={onSay.when} />
      <ZoneField zone={zoned.zone} onPick={zoned.setZone} />
      <ChannelField label={t.forms.channelLabel} path="/channel" value={stated.channel} onPick={onSay.channel} />
      <PartyField label={t.forms.to} path="/to" value={stated.to} onPick={onSay.to} />
    </div>
  );
}

/** To log a try to reach somebody about what was asked for. */
export function AttemptForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  const zoned = useZone();
  const [stated, say] = useStated(() => ({
    when: zoned.now(),
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
        attempted_at: zoned.at(stated.when),
        channel: stated.channel,
        to: stated.to,
        with_whom: stated.withWhom,
        reached: stated.reached,
        said: stated.said,
      })}
      sendTo={(body) => send("/api/cases/{case_id}/attempts", { params: { path }, body })}
    >
      <ReachedRow
        label={t.forms.attempt.when}
        path="/attempted_at"
        zoned={zoned}
        stated={stated}
        onSay={{ when: say("when"), channel: say("channel"), to: say("to") }}
      />
      <WithWhomField required value={stated.withWhom} onSay={say("withWhom")} />
      <Tick label={t.forms.attempt.reached} is={stated.reached} onTick={say("reached")} />
      <TextBox label={t.forms.attempt.said} path="/said" rows={2} required value={stated.said} onSay={say("said")} />
    </ActForm>
  );
}

/** To log when, how and to whom a determination was told. */
export function NotificationForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  const zoned = useZone();
  const [stated, say] = useStated(() => ({
    when: zoned.now(),
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
        notified_at: zoned.at(stated.when),
        channel: stated.channel,
        to: stated.to,
        with_whom: stated.withWhom,
      })}
      sendTo={(body) => send("/api/cases/{case_id}/notifications", { params: { path }, body })}
    >
      <ReachedRow
        label={t.forms.notification.when}
        path="/notified_at"
        zoned={zoned}
        stated={stated}
        onSay={{ when: say("when"), channel: say("channel"), to: say("to") }}
      />
      <WithWhomField value={stated.withWhom} onSay={say("withWhom")} />
    </ActForm>
  );
}
