import { Refusal } from "@/api/client";
import { useTexts } from "@/texts";

/** Why something was not done: the service's own sentence, which is English, or that it does not answer. */
export function WhyFailed({ error }: { error: unknown }) {
  const t = useTexts();
  return error instanceof Refusal ? <span lang="en">{error.message}</span> : t.failed.unreachable;
}
