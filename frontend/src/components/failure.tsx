import { CircleAlert } from "lucide-react";

import { Button } from "@/components/ui/button";
import { useTexts } from "@/texts";
import { WhyFailed } from "@/components/why-failed";

/** What went wrong, in the service's own words, and the way out of it. */
export function Failure({ error, onAgain }: { error: unknown; onAgain?: () => void }) {
  const t = useTexts();
  return (
    <div role="alert" className="border-bad bg-bad-tint text-ink m-4 flex items-start gap-3 rounded-lg border p-4">
      <CircleAlert aria-hidden className="text-bad mt-0.5 size-5 shrink-0" />
      <div className="space-y-2">
        <p className="font-semibold">{t.failed.title}</p>
        <p>
          <WhyFailed error={error} />
        </p>
        {onAgain && <Button onClick={onAgain}>{t.failed.again}</Button>}
      </div>
    </div>
  );
}
