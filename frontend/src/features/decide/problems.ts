import { Refusal, type Schema } from "@/api/client";

type Problem = Schema["Problem"];

/** What the service says is wrong, thing by thing; nothing where it was not asked, or refused the whole. */
export function problemsOf(error: unknown): readonly Problem[] {
  return error instanceof Refusal ? error.problems : [];
}

/** The messages for one field, named by its JSON pointer as the service names it. */
export function messagesAt(problems: readonly Problem[], path: string): readonly string[] {
  return problems.filter((one) => one.path === path).map(({ message }) => message);
}

const OTHER_REVISION: ReadonlySet<string> = new Set([
  "stale_recommendation",
  "review_unfinished",
  "invalid_transition",
]);

/** Whether the refusal says that the case is not any more what was on the screen. */
export function isOutdated(error: unknown): boolean {
  return error instanceof Refusal && error.status === 409 && OTHER_REVISION.has(error.code);
}
