import type { Schema } from "@/api/client";
import type { Texts } from "@/texts/en";

/** One thing that is another now, in words: what it was and what it is. */
export type Move = { what: string; where: string; before: string; after: string };

/** What changed from one revision to another, in words, and nothing of what stayed. */
export type Changed = {
  draft: Move | null;
  strength: Move | null;
  gates: readonly Move[];
  criteria: readonly Move[];
  documents: readonly string[];
  answered: readonly string[];
  asked: readonly string[];
  isNothing: boolean;
};

/** `titles` are the documents' titles by their ids. */
export function changedIn(
  changes: Schema["RevisionChanges"],
  titles: ReadonlyMap<string, string>,
  t: Pick<Texts, "history" | "outcome" | "route" | "criteria" | "recommendation">,
): Changed {
  const words = t.history.changed;
  const draft = moveOf(words.draft, draftWords(changes, 0, t), draftWords(changes, 1, t));
  const [weak, strong] = changes.confidence;
  const strength = moveOf(words.strength, weak.toFixed(2), strong.toFixed(2));
  const standing = (status: Schema["Status"] | null) => (status ? t.criteria.standing[status] : words.notAssessed);
  const criteria = changes.criteria.map(({ text, line, policy_id, before, after }) => ({
    what: text,
    where: `${policy_id}, ${words.line(line)}`,
    before: standing(before),
    after: standing(after),
  }));
  const passing = (outcome: Schema["GateOutcome"] | null) =>
    outcome ? t.recommendation.gateOutcome[outcome] : words.notAssessed;
  const gates = changes.gates.map(({ gate, before, after }) => ({
    what: t.recommendation.gate[gate],
    where: "",
    before: passing(before),
    after: passing(after),
  }));
  const documents = changes.documents_added.map((id) => titles.get(id) ?? id);
  const { answered, asked } = changes;
  const isNothing =
    !draft && !strength && [gates, criteria, documents, answered, asked].every((changed) => changed.length === 0);
  return { draft, strength, gates, criteria, documents, answered, asked, isNothing };
}

function moveOf(what: string, before: string, after: string): Move | null {
  return before === after ? null : { what, where: "", before, after };
}

/** What a revision's draft recommends, as the queue says it: "Pend: needs information". */
function draftWords(changes: Schema["RevisionChanges"], at: 0 | 1, t: Pick<Texts, "outcome" | "route">): string {
  const route = changes.route[at];
  const outcome = t.outcome[changes.recommendation[at]];
  return route ? `${outcome}: ${t.route[route]}` : outcome;
}
