import { plural } from "@/texts/plural";

export const record = {
  documents: "Documents",
  noDocuments: "No document came with this case.",
  undated: "undated",
  unsigned: "not signed",
  passages: (count: number) => plural(count, "passage used", "passages used"),
  selection: "Selected words",
  usedBy: "Criteria that use these words",
  factsOf: "Facts read from these words",
  unused: "No criterion uses these words.",
  noFacts: "No fact was read from these words.",
  add: "Add as a fact",
  clear: "Clear the selection",
  keys: "Arrow keys with Shift select words; Enter goes to what they are used for; Escape clears.",
  lit: (words: string, document: string) => `Shown in ${document}: ${words}`,
};
