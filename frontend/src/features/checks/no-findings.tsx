import { CircleX } from "lucide-react";

import type { Schema } from "@/api/client";
import { spokenName } from "@/lib/spoken-name";
import { useTexts } from "@/texts";

/** An agent that gave nothing, and why: nothing follows from it, and nothing is left out silently. */
export function NoFindings({ failed }: { failed: Schema["NotEvaluated"] }) {
  const t = useTexts();
  return (
    <p className="flex gap-2">
      <CircleX aria-hidden className="text-bad mt-0.5 size-4 shrink-0" />
      <span>
        <span className="font-medium">{t.checks.notEvaluated(spokenName(t.live.agents, failed.agent))}.</span>{" "}
        <span lang="en">{failed.reason}</span>
      </span>
    </p>
  );
}
