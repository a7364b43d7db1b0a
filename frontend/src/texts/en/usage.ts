import { plural } from "@/texts/plural";

/** What language models used. */
export const usage = {
  title: "What the model used",
  columns: { agent: "Agent", calls: "Calls", read: "Tokens read", written: "Tokens written", cost: "US dollars" },
  together: "Together",
  noPrice: "no price known",
  cached: (count: string) => `${count} of the tokens read from the server’s cache`,
  failed: (count: string) => plural(count, "failed", "failed"),
  estimated: (count: string) => plural(count, "estimated", "estimated"),
  unpriced: (count: string) => `${count} without a price`,
  said: "Every try is counted, failed ones too. What a model’s server did not tell is estimated. The findings’ digest does not cover these figures.",
};
