import type { Schema } from "@/api/client";
import { spokenName } from "@/lib/spoken-name";
import type { Texts } from "@/texts/en";

type AuditEvent = Schema["AuditEvent"];
type Body = Schema["RecordedAct"]["body"];

/** Something that happened, in words; `why` in the service's own. `isStep`: a step of a review, of which there are many. */
export type Happening = {
  sequence: number;
  at: string;
  title: string;
  who: string;
  details: string[];
  why: string;
  isStep: boolean;
};

/** What the words of a happening are taken from: the case, and the names of who may act by their ids. */
export type Sources = {
  found: Pick<Schema["CaseAnswer"], "acts" | "determinations" | "issued" | "case">;
  revisions: readonly Pick<Schema["AuditRevision"], "number" | "cause">[];
  names: ReadonlyMap<string, string>;
};

const STEPS: readonly Schema["EventType"][] = [
  "review.started",
  "preflight.completed",
  "agent.started",
  "lookup.called",
  "agent.completed",
];
const SERVICE = "orchestrator";
const NOBODY = "development";

/** The events of a case in words, the newest first. */
export function happeningsOf(events: readonly AuditEvent[], sources: Sources, t: Texts): Happening[] {
  return events.toReversed().map((event) => ({
    sequence: event.sequence,
    at: event.at,
    title: t.history.event[event.type],
    who: whoIs(event.actor, sources, t),
    details: detailsOf(event, sources, t).filter((detail) => detail !== ""),
    why: event.type === "agent.completed" && event.payload ? String(event.payload.reason ?? "") : "",
    isStep: STEPS.includes(event.type),
  }));
}

function whoIs(actor: string, { names }: Sources, t: Texts): string {
  if (actor === SERVICE) return t.history.service;
  return actor === NOBODY ? t.history.nobody : (names.get(actor) ?? actor);
}

/** What an event tells beside that it happened. What a lawful deletion took is not told. */
function detailsOf({ type, payload }: AuditEvent, sources: Sources, t: Texts): string[] {
  if (!payload) return [];
  const told = (name: string) => (typeof payload[name] === "string" ? payload[name] : "");
  const revision = typeof payload.revision === "number" ? payload.revision : null;
  const numbered = revision === null ? [] : [t.history.revision(revision)];
  const act = sources.found.acts.find(({ number }) => number === payload.number);
  switch (type) {
    case "recommendation.ready": {
      const cause = sources.revisions.find(({ number }) => number === revision)?.cause;
      const outcome = spokenName(t.outcome, told("recommendation"));
      const route = told("route") && spokenName(t.route, told("route"));
      return [...numbered, cause ? t.history.cause[cause] : "", [outcome, route].filter(Boolean).join(": ")];
    }
    case "document.added": {
      const title = sources.found.case.documents.find(({ id }) => id === told("document"))?.title;
      return [title ?? told("document"), ...numbered];
    }
    case "determination.made": {
      const made = sources.found.determinations.find(({ level }) => level === told("level"));
      return [spokenName(t.determined, told("outcome")), made?.override?.rationale ?? ""];
    }
    case "documents.issued":
      return sources.found.issued.filter(({ id }) => id in Object(payload.documents)).map(({ title }) => title);
    case "clock.escalated":
    case "clock.breached":
      return [t.history.openTo(new Date(told("due_at")).toLocaleString(t.locale))];
    case "lookup.called":
      return [
        spokenName(t.live.agents, told("agent")),
        spokenName(t.lookups.sources, told("lookup")),
        told("tool").replaceAll("_", " "),
      ];
    default: {
      const agent = told("agent") && spokenName(t.live.agents, told("agent"));
      const reason = type === "agent.completed" ? "" : told("reason");
      return act ? toldBy(act.body, sources, t) : [...numbered, agent, reason, told("failure") && told("type")];
    }
  }
}

/** What a person said with an act. */
function toldBy(body: Body, { names }: Sources, t: Texts): string[] {
  switch (body.act) {
    case "request_information":
      return body.items.map(({ what }) => what);
    case "log_attempt":
      return [body.with_whom, body.said];
    case "schedule_peer_to_peer":
      return [body.with_whom, new Date(body.scheduled_for).toLocaleString(t.locale)];
    case "hold_peer_to_peer":
      return [body.with_whom, body.outcome];
    case "appeal":
      return [body.grounds];
    case "extend":
      return [t.history.days(body.days), body.reason];
    case "change_priority":
      return [t.priority[body.to], body.reason];
    case "assign":
      return [body.assignee ? (names.get(body.assignee) ?? body.assignee) : t.queue.nobody];
    case "log_notification":
      return [body.with_whom ?? "", new Date(body.notified_at).toLocaleString(t.locale)];
    case "correct_facts":
      return [t.history.corrections(correctionsIn(body))];
    default:
      return [body.reason];
  }
}

function correctionsIn(body: Schema["FactCorrection"]): number {
  const parts = [body.misread, body.added, body.confirmed, body.taken_back];
  return parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
}
