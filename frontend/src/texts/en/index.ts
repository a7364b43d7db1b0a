import { checks } from "@/texts/en/checks";
import { corrections } from "@/texts/en/corrections";
import { criteria } from "@/texts/en/criteria";
import { decide } from "@/texts/en/decide";
import { decided } from "@/texts/en/decided";
import { facts } from "@/texts/en/facts";
import { forms } from "@/texts/en/forms";
import { keys } from "@/texts/en/keys";
import { history } from "@/texts/en/history";
import { live } from "@/texts/en/live";
import { numbers } from "@/texts/en/numbers";
import { bench, needed, policies } from "@/texts/en/policies";
import { lookups } from "@/texts/en/lookups";
import { queue } from "@/texts/en/queue";
import { recommendation } from "@/texts/en/recommendation";
import { record } from "@/texts/en/record";
import { review } from "@/texts/en/review";
import { shell } from "@/texts/en/shell";
import { submit } from "@/texts/en/submit";
import { usage } from "@/texts/en/usage";
import { words } from "@/texts/en/words";

/** Every word of the workbench, in English. `es` holds the same in Spanish; the compiler says what is missing. */
export const en = {
  ...shell,
  ...words,
  queue,
  review,
  record,
  live,
  recommendation,
  checks,
  corrections,
  criteria,
  decide,
  decided,
  facts,
  forms,
  submit,
  keys,
  history,
  numbers,
  policies,
  needed,
  bench,
  lookups,
  usage,
};

export type Texts = typeof en;
