import type { Schema } from "@/api/client";

export type Item = Schema["PolicyItem"];
export type Group = Schema["PolicyKind"] | "general";
export type Force = "now" | "past" | "later";

/** What the list is narrowed to. It stands in the page's address; what is searched for does not. */
export type Filters = {
  kind?: Group;
  state?: string;
  business?: Schema["LineOfBusiness"];
  sure?: Schema["Overall"];
  force?: Force;
};

/** The layers from the highest, and last what is used where no other policy binds. */
export const GROUPS = ["ncd", "statute", "lcd", "article", "plan", "general"] as const satisfies readonly Group[];
export const BUSINESSES = [
  "medicare_ffs",
  "medicare_advantage",
  "medicaid",
  "chip",
  "marketplace",
  "commercial",
] as const satisfies readonly Schema["LineOfBusiness"][];
export const SURE = ["verified", "secondary", "partly", "unverified"] as const satisfies readonly Schema["Overall"][];
export const FORCES = ["now", "past", "later"] as const satisfies readonly Force[];

/** The filters that a page's address names. What it names wrongly is no filter. */
export function filtersIn(address: URLSearchParams): Filters {
  const kind = GROUPS.find((one) => one === address.get("kind"));
  const state = /^[A-Z]{2}$/.exec(address.get("state") ?? "")?.[0];
  const business = BUSINESSES.find((one) => one === address.get("business"));
  const sure = SURE.find((one) => one === address.get("sure"));
  const force = FORCES.find((one) => one === address.get("force"));
  return {
    ...(kind && { kind }),
    ...(state && { state }),
    ...(business && { business }),
    ...(sure && { sure }),
    ...(force && { force }),
  };
}

export type View = "read" | "bench";
export type Place = { id: string; version?: string | null; view?: View };

/** The address of the list with these filters, or of one policy, from which one comes back to the list as it was. */
export function addressOf(filters: Filters, place?: Place): string {
  const named = place && {
    id: place.id,
    version: place.version ?? "",
    view: place.view === "bench" ? place.view : "",
  };
  const parts = Object.entries({ ...filters, ...named }).filter(([, value]) => value);
  const query = new URLSearchParams(parts).toString();
  return query ? `/policies/?${query}` : "/policies/";
}

export const groupOf = (policy: Pick<Item, "kind" | "general">): Group => (policy.general ? "general" : policy.kind);

/** Whether a policy is in force on a day. Dates are inclusive, and as text they sort as days do. */
export function forceOf({ effective, ends }: { effective: string; ends?: string | null }, day: string): Force {
  if (ends && ends < day) return "past";
  return effective > day ? "later" : "now";
}

/** Whether a policy holds every word, in its title, number, codes, contractors, states or indications. */
export function holds(policy: Item, text: string): boolean {
  const { id, title, codes, contractors, states, about, plan_id } = policy;
  const all = [id, title, ...codes, ...contractors, ...states, ...about, plan_id ?? ""].join("\n").toLowerCase();
  return wordsOf(text).every((word) => all.includes(word));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether a policy passes the filters on a day. One without states is for every state, and so with business. */
export function passes(policy: Item, filters: Filters, day: string): boolean {
  const { kind, state, business, sure, force } = filters;
  const fits = <Value>(wanted: Value | undefined, own: readonly Value[]) =>
    wanted === undefined || own.length === 0 || own.includes(wanted);
  return (
    (kind === undefined || groupOf(policy) === kind) &&
    fits(state, policy.states) &&
    fits(business, policy.lines_of_business) &&
    (sure === undefined || policy.verification.overall === sure) &&
    (force === undefined || forceOf(policy, day) === force)
  );
}

/** The policies by layer, the highest first, each layer by number and title; no empty layer. */
export function grouped(policies: readonly Item[]): readonly (readonly [Group, readonly Item[]])[] {
  return GROUPS.map((group) => [group, policies.filter((one) => groupOf(one) === group).sort(byId)] as const).filter(
    ([, own]) => own.length > 0,
  );
}

function byId(one: Item, other: Item): number {
  return one.id.localeCompare(other.id, "en", { numeric: true }) || other.effective.localeCompare(one.effective);
}

/** The codes to show of a policy: those that are searched for first. */
export function codesShown(codes: readonly string[], text: string, most: number): readonly string[] {
  const words = wordsOf(text);
  const found = codes.filter((code) => words.some((word) => code.toLowerCase().includes(word)));
  return [...found, ...codes.filter((code) => !found.includes(code))].slice(0, most);
}

/** Every state that some policy names, in the order of the alphabet. */
export function statesOf(policies: readonly Item[]): readonly string[] {
  return [...new Set(policies.flatMap(({ states }) => states))].sort();
}
