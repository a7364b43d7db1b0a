import { plural } from "@/texts/plural";

/** The lookups of a review, and what each said. */
export const lookups = {
  title: "Every lookup that was made",
  total: (calls: number, sources: number) =>
    `${plural(calls, "lookup", "lookups")} at ${plural(sources, "source", "sources")}`,
  failed: (count: number) => plural(count, "gave no answer", "gave no answer"),
  cached: (count: number) => `${count} from an earlier call's answer`,
  none: "No lookup was made.",
  filter: "Agent",
  everyAgent: "All",
  columns: { asked: "Asked", source: "Source and question", outcome: "Answer", took: "Took" },
  data: "Data",
  unversioned: "the source names no version",
  fromCache: "from cache",
  synthetic: "invented data",
  notAsked: "Could not be asked",
  sources: {
    icd10: "ICD-10-CM",
    npi: "NPI registry",
    cms_coverage: "CMS coverage",
    pubmed: "PubMed",
    clinical_trials: "ClinicalTrials.gov",
  },
  outcome: {
    answered: "answered",
    nothing_found: "searched, nothing found",
    not_in_snapshot: "not in these data",
    unavailable: "did not answer",
    refused: "refused to answer",
    malformed: "answer could not be read",
  },
};
