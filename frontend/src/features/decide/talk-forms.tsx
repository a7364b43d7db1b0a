import { type Schema, send } from "@/api/client";
import { ActForm } from "@/features/decide/act-form";
import { WithWhomField } from "@/features/decide/choices";
import { type Doing, useStated } from "@/features/decide/doing";
import { TextBox, Tick } from "@/features/decide/fields";
import { MomentField, useZone, ZoneField } from "@/features/decide/moment-field";
import { useTexts } from "@/texts";

/** To offer a talk to the ordering clinician, and say when it is to be. */
export function BookForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  const { zone, setZone, now, at } = useZone();
  const [stated, say] = useStated(() => ({ offered: now(), scheduled: "", withWhom: ordererOf(doing.found) }));
  return (
    <ActForm<Schema["PeerToPeerAppointment"]>
      doing={doing}
      title={t.decide.act.book}
      body={() => ({
        act: "schedule_peer_to_peer",
        offered_at: at(stated.offered),
        scheduled_for: at(stated.scheduled),
        with_whom: stated.withWhom,
      })}
      sendTo={(body) => send("/api/cases/{case_id}/peer-to-peer", { params: { path }, body })}
    >
      <WithWhomField required value={stated.withWhom} onSay={say("withWhom")} />
      <div className="flex flex-wrap gap-3">
        <MomentField label={t.forms.talk.offered} path="/offered_at" value={stated.offered} onSay={say("offered")} />
        <MomentField
          label={t.forms.talk.scheduled}
          path="/scheduled_for"
          value={stated.scheduled}
          onSay={say("scheduled")}
        />
        <ZoneField zone={zone} onPick={setZone} />
      </div>
    </ActForm>
  );
}

/** To record a talk that was held: with whom, when, and how it ended. */
export function TalkForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  const { zone, setZone, now, at } = useZone();
  const [stated, say] = useStated(() => ({
    held: now(),
    withWhom: ordererOf(doing.found),
    sameSpecialty: false,
    outcome: "",
  }));
  return (
    <ActForm<Schema["PeerToPeerTalk"]>
      doing={doing}
      title={t.decide.act.talk}
      body={() => ({
        act: "hold_peer_to_peer",
        held_at: at(stated.held),
        with_whom: stated.withWhom,
        same_specialty: stated.sameSpecialty,
        outcome: stated.outcome,
      })}
      sendTo={(body) => send("/api/cases/{case_id}/peer-to-peer/talk", { params: { path }, body })}
    >
      <WithWhomField required value={stated.withWhom} onSay={say("withWhom")} />
      <div className="flex flex-wrap gap-3">
        <MomentField label={t.forms.talk.held} path="/held_at" value={stated.held} onSay={say("held")} />
        <ZoneField zone={zone} onPick={setZone} />
      </div>
      <Tick label={t.forms.talk.sameSpecialty} is={stated.sameSpecialty} onTick={say("sameSpecialty")} />
      <TextBox label={t.forms.talk.outcome} path="/outcome" required value={stated.outcome} onSay={say("outcome")} />
    </ActForm>
  );
}

/** Who is named as the talk's other side: that of the last appointment, else the case's only provider. */
function ordererOf({ acts, case: { providers } }: Schema["CaseAnswer"]): string {
  const booked = acts.findLast(({ body }) => body.act === "schedule_peer_to_peer")?.body;
  if (booked?.act === "schedule_peer_to_peer") return booked.with_whom;
  return (providers.length === 1 && providers[0]!.name) || "";
}
