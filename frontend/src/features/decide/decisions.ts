import type { Schema } from "@/api/client";

type Outcome = Schema["DeterminationOutcome"];

/** What is stated of a service line, as its fields hold it. */
export type StatedLine = Readonly<{
  line: string;
  outcome: Schema["LineOutcome"];
  units: string;
  begins: string;
  ends: string;
  conditions: string;
  policy: string;
  criterion: string;
  fact: string;
  provision: string;
  explanation: string;
}>;

/** Everything that is stated of a decision. `reasonCode` is empty as long as none was chosen. */
export type StatedDecision = Readonly<{
  outcome: Outcome;
  reasonCode: Schema["ReasonCode"] | "";
  rationale: string;
  sameSpecialty: boolean;
  lines: readonly StatedLine[];
}>;

/** A line with nothing stated. No fact, reason or provision is ever filled in for who decides. */
export function nothingStated(service: Schema["ServiceLine"]): StatedLine {
  const nothing = { units: "", begins: "", ends: "", conditions: "", policy: "", criterion: "" };
  return { line: service.line, outcome: "approved", ...nothing, fact: "", provision: "", explanation: "" };
}

/** The acceptance of the draft with this digest. */
export function acceptanceOf(lines: readonly StatedLine[], digest: string): Schema["Decision"] {
  return { action: "accept", digest, lines: approvedLines(lines), ...NOTHING };
}

const NOTHING = {
  outcome: null,
  reason_code: null,
  rationale: null,
  same_specialty: false,
  stated_name: null,
} as const;

/** A decision against the draft with this digest. An adverse one decides every line so. */
export function overrideOf(stated: StatedDecision, digest: string): Schema["Decision"] {
  const { outcome, reasonCode, rationale, sameSpecialty, lines } = stated;
  return {
    ...NOTHING,
    action: "override",
    digest,
    outcome,
    reason_code: reasonCode || null,
    rationale,
    same_specialty: outcome !== "approved" && sameSpecialty,
    lines: outcome === "approved" ? approvedLines(lines) : lines.map((line) => lineOf(outcomeFor(line, outcome))),
  };
}

/** How a line is decided where the whole is decided so. */
export function outcomeFor(line: StatedLine, outcome: Outcome): StatedLine {
  if (outcome === "partially_approved") return line;
  return { ...line, outcome: outcome === "adverse" ? "denied" : "approved" };
}

/** The lines of an approval: all of them where something is stated of one, so that their places are those on the screen. */
function approvedLines(lines: readonly StatedLine[]): Schema["LineDecision"][] {
  const all = lines.map((line) => lineOf({ ...line, outcome: "approved" }));
  return all.some(({ begins, ends, conditions }) => begins || ends || conditions.length > 0) ? all : [];
}

function lineOf(stated: StatedLine): Schema["LineDecision"] {
  const { line, outcome, units, begins, ends, conditions } = stated;
  const isDenied = outcome === "denied";
  return {
    line,
    outcome,
    units: outcome === "reduced" && units !== "" ? Number(units) : null,
    begins: isDenied ? null : begins || null,
    ends: isDenied ? null : ends || null,
    conditions: isDenied ? [] : rowsOf(conditions),
    reason: outcome === "approved" ? null : reasonOf(stated),
  };
}

function reasonOf({ policy, criterion, fact, provision, explanation }: StatedLine): Schema["AdverseReason"] {
  return { policy_id: policy, criterion_id: criterion || null, fact, provision, explanation };
}

/** The rows of a text that say something. */
function rowsOf(text: string): string[] {
  return text
    .split("\n")
    .map((row) => row.trim())
    .filter(Boolean);
}
