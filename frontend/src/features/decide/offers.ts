import type { Schema } from "@/api/client";

type Permitted = Schema["Permitted"];
type Act = Schema["CaseAct"];

/** What the bar offers, in its order; those after the first line stand under "More". */
export const OFFERS = [
  "accept",
  "override",
  "request",
  "escalate",
  "book",
  "talk",
  "appeal",
  "attempt",
  "notification",
  "extension",
  "priority",
  "withdrawal",
  "closing",
] as const;
export type OfferId = (typeof OFFERS)[number];

const MORE: ReadonlySet<OfferId> = new Set(["extension", "priority", "withdrawal", "closing"]);
/** What follows something else stands with the others once it may be done. */
const FOLLOWING: ReadonlySet<OfferId> = new Set(["talk", "attempt", "notification"]);

const ACTS: Readonly<Record<Exclude<OfferId, "accept" | "override">, Act>> = {
  request: "request_information",
  escalate: "escalate",
  book: "schedule_peer_to_peer",
  talk: "hold_peer_to_peer",
  appeal: "appeal",
  attempt: "log_attempt",
  notification: "log_notification",
  extension: "extend",
  priority: "change_priority",
  withdrawal: "withdraw",
  closing: "close",
};

/** Why something may not be done: the state of the case, or a rule in the service's own words. */
export type Why = { kind: "state"; states: readonly Schema["CaseStatus"][] } | { kind: "said"; said: string };

/** Something that the one who acts may do at some time; `why` is null where it may be done now. */
export type Offer = Readonly<{ id: OfferId; isMore: boolean; why: Why | null }>;

/** What is offered to who acts, in the bar's order. What is never theirs to do is absent. */
export function offersOf(permitted: Permitted, status: Schema["CaseStatus"]): readonly Offer[] {
  return OFFERS.flatMap((id) => {
    const found =
      id === "accept" || id === "override" ? decisionOffer(id, permitted, status) : actOffer(id, permitted, status);
    return found === "never" ? [] : [{ id, isMore: MORE.has(id) || (FOLLOWING.has(id) && found !== null), why: found }];
  });
}

function actOffer(id: keyof typeof ACTS, { acts }: Permitted, status: Schema["CaseStatus"]): Why | null | "never" {
  const act = acts.find((one) => one.act === ACTS[id]);
  if (!act?.theirs) return "never";
  if (act.permitted) return null;
  return act.states.includes(status) ? { kind: "said", said: act.reason ?? "" } : { kind: "state", states: act.states };
}

function decisionOffer(
  id: "accept" | "override",
  { acts, decisions }: Permitted,
  status: Schema["CaseStatus"],
): Why | null | "never" {
  const ways = decisions.filter((one) => (one.action === "accept") === (id === "accept") && one.theirs);
  if (ways.length === 0) return "never";
  if (ways.some((one) => one.permitted)) return null;
  const states = acts.find((one) => one.act === "determine")?.states ?? [];
  return states.includes(status) ? { kind: "said", said: ways[0]!.reason ?? "" } : { kind: "state", states };
}
