export const criteria = {
  line: (line: string, code: string) => `Line ${line}: ${code}`,
  related: "related, not binding",
  universal: "In every case",
  optional: "not required",
  unverified: "unverified source",
  standing: { MET: "Met", NOT_MET: "Record contradicts", INSUFFICIENT: "Not established" },
  aside: { MET: "So", NOT_MET: "Not so", INSUFFICIENT: "Not known" },
  reserved: "Reviewer to judge",
  proposed: {
    MET: (model: string) => `${model} reads the record as meeting this. It decides nothing; a clinician does.`,
    NOT_MET: (model: string) => `${model} reads the record as not meeting this. It decides nothing; a clinician does.`,
  },
  withheld: (profiles: string) =>
    `By the law of ${profiles} nothing automated may suggest a denial. What the draft would otherwise call contradicted is left to the reviewer, with its facts.`,
  kinds: {
    all_of: "All of these",
    any_of: "At least one of these",
    none_of: "None of these",
    at_least_of: "Several of these",
  },
  send: "What to send",
  evidence: (number: number) => `Show passage ${number} in its document`,
  more: (count: number) => `${count} more`,
  fewer: "Fewer",
  conflicts: "Where policies disagree",
  keys: { next: "Next criterion", before: "Criterion before", passage: "Shows this passage of the criterion" },
  notChecked: "Not checked here",
  contradicts: "Record contradicts",
  states: "Record states",
  speaksFor: "For",
  speaksAgainst: "Against",
  notFoundIn: {
    pages: (read: number, all: number) =>
      read === all
        ? `Not found in ${read} of ${all} readable pages`
        : `Not found in ${read} of ${all} pages; the others could not be read`,
    documents: (read: number, all: number) =>
      read === all
        ? `Not found in ${read} of ${all} readable documents`
        : `Not found in ${read} of ${all} documents; the others could not be read`,
  },
};
