"use client";

import { ArrowRight } from "lucide-react";

import { Button } from "@/components/ui/button";
import { useNextCase } from "@/features/queue/use-next-case";
import { useTexts } from "@/texts";
import { WhyFailed } from "@/components/why-failed";

/** Opens the next case that waits for who acts, or for anybody, by due time. */
export function NextCaseButton({ after }: { after?: string }) {
  const t = useTexts();
  const { go, isNone, error } = useNextCase(after);
  return (
    <span className="inline-flex items-center gap-2">
      <Button onClick={go} aria-keyshortcuts="n">
        {t.review.next}
        <ArrowRight aria-hidden />
      </Button>
      <span role="status" className="text-ink-soft text-xs">
        {isNone && t.queue.noNext}
        {Boolean(error) && <WhyFailed error={error} />}
      </span>
    </span>
  );
}
