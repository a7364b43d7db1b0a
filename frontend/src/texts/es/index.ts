import type { Texts } from "@/texts/en";
import { checks } from "@/texts/es/checks";
import { corrections } from "@/texts/es/corrections";
import { criteria } from "@/texts/es/criteria";
import { decide } from "@/texts/es/decide";
import { decided } from "@/texts/es/decided";
import { facts } from "@/texts/es/facts";
import { forms } from "@/texts/es/forms";
import { keys } from "@/texts/es/keys";
import { history } from "@/texts/es/history";
import { live } from "@/texts/es/live";
import { numbers } from "@/texts/es/numbers";
import { bench, needed, policies } from "@/texts/es/policies";
import { lookups } from "@/texts/es/lookups";
import { queue } from "@/texts/es/queue";
import { recommendation } from "@/texts/es/recommendation";
import { record } from "@/texts/es/record";
import { review } from "@/texts/es/review";
import { shell } from "@/texts/es/shell";
import { submit } from "@/texts/es/submit";
import { usage } from "@/texts/es/usage";
import { words } from "@/texts/es/words";

/** Every word of the workbench, in Spanish. */
export const es: Texts = {
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
