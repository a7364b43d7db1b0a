import { plural } from "@/texts/plural";

export const live = {
  agents: { compliance: "Compliance", clinical: "Clinical", coverage: "Coverage", synthesis: "Synthesis" },
  agentState: { waiting: "Waiting", working: "Working", done: "Done", failed: "Failed", kept: "Taken over" },
  keptHint: "Found by the review before, and still valid.",
  lookups: (count: number) => plural(count, "lookup", "lookups"),
  lookupsOf: (agent: string) => `Lookups of ${agent}`,
  live: "The review, live",
  revision: (number: number) => `revision ${number}`,
  attempt: (number: number) => `taken up again, attempt ${number}`,
  phase: {
    preflight: "Checking the form of the request",
    reading: "Checking the request and reading the record",
    coverage: "Comparing with the policies",
    synthesis: "Weighing what was found",
    ready: "The draft is ready",
  },
  lost: "The connection was lost. It is opened again by itself, and nothing of the review is lost.",
  resumes: "You may leave or reload this page: the review goes on, and the page takes it up again.",
  failed: "Agents that gave no findings",
  failedHint: "What they would have found is not evaluated. It counts neither for nor against the request.",
  again: (agent: string) => `Run ${agent} again`,
  running: "Running",
  whoActs: "Choose at the top who acts to run an agent again.",
};
