import type { Fact } from "@/features/facts/statements";
import type { Texts } from "@/texts/en";

/** A fact's value with its bound, range and unit, "" where it has none. */
export function valueSaid(fact: Fact, t: Texts["facts"]): string {
  if (fact.value == null) return "";
  const range = fact.high == null ? plain(fact.value) : `${plain(fact.value)}–${plain(fact.high)}`;
  return [fact.bound ? t.bound[fact.bound] : "", range, unitSaid(fact.unit, t)].filter(Boolean).join(" ");
}

/** A number as the record has it, without zeros that say nothing. */
function plain(number: string): string {
  return number.includes(".") ? number.replace(/\.?0+$/, "") : number;
}

export function unitSaid(unit: string | null | undefined, t: Texts["facts"]): string {
  return unit ? (known(t.units, unit) ?? unit) : "";
}

/** Under which conditions a fact holds, how long it lasted and how it went. */
export function conditionsSaid(fact: Fact, t: Texts["facts"]): string[] {
  const { activity, oxygen, litres_per_minute, side, method } = fact.conditions;
  return [
    activity ? t.activity[activity] : null,
    oxygen ? t.oxygen[oxygen] : null,
    litres_per_minute != null ? t.litres(plain(litres_per_minute)) : null,
    side ? t.side[side] : null,
    method ? method.replaceAll("_", " ") : null,
    fact.duration_days != null ? t.lasted(fact.duration_days) : null,
    fact.outcome ? t.outcome[fact.outcome] : null,
  ].filter((one) => one !== null);
}

const DAY = { timeZone: "UTC", year: "numeric", month: "2-digit", day: "2-digit" } as const;
/** How each language writes a day. Kept: to make one costs more than to write a hundred days with it. */
const dayForms = new Map<string, Intl.DateTimeFormat>();

/** A day as one writes it; an ISO date counts in no time zone. */
export function daySaid(iso: string, locale: string): string {
  const form = dayForms.get(locale) ?? new Intl.DateTimeFormat(locale, DAY);
  dayForms.set(locale, form);
  return form.format(new Date(`${iso}T00:00:00Z`));
}

/** When it was: the day, or the days between which it was; "" where the record tells no date. */
export function dateSaid(fact: Fact, t: Texts["facts"], locale: string): string {
  if (fact.on) return daySaid(fact.on, locale);
  if (fact.on_between) return t.between(daySaid(fact.on_between[0], locale), daySaid(fact.on_between[1], locale));
  return "";
}

/** A fact in one line: concept, assertion where it is not plainly present, value, conditions, date. */
export function factSaid(fact: Fact, name: string, t: Texts["facts"], locale: string): string {
  const value = valueSaid(fact, t);
  const assertion = fact.assertion === "present" ? "" : t.assertion[fact.assertion];
  const first = [name, value].filter(Boolean).join(" ");
  return [first, assertion, ...conditionsSaid(fact, t), dateSaid(fact, t, locale)].filter(Boolean).join(", ");
}

/** The words of the record that state a fact. */
export function quoteOf(fact: Fact): string {
  return fact.evidence.spans.map(({ quote }) => quote).join(" … ");
}

function known(words: Readonly<Record<string, string>>, key: string): string | undefined {
  return words[key];
}
