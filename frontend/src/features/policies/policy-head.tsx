import { ArrowLeft } from "lucide-react";
import Link from "next/link";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { addressOf, type Filters, forceOf, groupOf, type Place, type View } from "@/features/policies/filters";
import { ForceBadge } from "@/features/policies/policy-row";
import { VerificationMark } from "@/features/policies/verification-mark";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

const VIEWS = ["read", "bench"] as const satisfies readonly View[];

/** Which policy it is, whether it is in force, how sure we are of it, and the ways to look at it. */
export function PolicyHead({
  answer,
  place,
  filters,
}: {
  answer: Schema["PolicyAnswer"];
  place: Place;
  filters: Filters;
}) {
  const t = useTexts();
  const { policy, as_of, verification } = answer;
  const ends = policy.ends ?? null;
  const force = forceOf(policy, as_of);
  return (
    <header className="border-line bg-surface border-b px-4 pt-2">
      <Link
        href={addressOf(filters)}
        className="text-accent inline-flex min-h-6 items-center gap-1 text-xs hover:underline"
      >
        <ArrowLeft aria-hidden className="size-3.5" />
        {t.policies.back}
      </Link>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 lang="en" className="text-lg font-semibold">
          {policy.title}
        </h1>
        {force !== "now" && <ForceBadge policy={{ effective: policy.effective, ends }} force={force} />}
        <VerificationMark verification={verification} />
        <Badge>{t.policies.kinds[groupOf(policy)]}</Badge>
      </div>
      <p className="text-ink-soft text-xs">
        {policy.id} · {t.policies.version(policy.version)} · {t.policies.since(policy.effective, ends)}
      </p>
      <nav aria-label={t.policies.views.label} className="mt-1 flex gap-1">
        {VIEWS.map((view) => (
          <Link
            key={view}
            href={addressOf(filters, { ...place, view })}
            aria-current={place.view === view ? "page" : undefined}
            className={cn(
              "text-ink-soft hover:text-ink -mb-px border-b-2 border-transparent px-3 py-2",
              "aria-[current=page]:border-accent aria-[current=page]:text-ink aria-[current=page]:font-medium",
            )}
          >
            {t.policies.views[view]}
          </Link>
        ))}
      </nav>
    </header>
  );
}
