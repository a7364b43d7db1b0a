import { ArrowLeft } from "lucide-react";

import type { Schema } from "@/api/client";
import { PlaceLink } from "@/components/place-link";
import { ClockBadge } from "@/features/queue/clock";
import { NextCaseButton } from "@/features/queue/next-case";
import { Badge } from "@/components/ui/badge";
import { useTexts } from "@/texts";

/** Whose case it is, what is asked, where it stands, and until when. */
export function CaseHead({ found }: { found: Schema["CaseAnswer"] }) {
  const t = useTexts();
  const { member, services, diagnoses } = found.case;
  return (
    <header className="border-line bg-surface flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2">
      <PlaceLink href="/" className="text-accent inline-flex items-center gap-1 text-xs hover:underline">
        <ArrowLeft aria-hidden className="size-3.5" />
        {t.review.back}
      </PlaceLink>
      <h1 className="text-base font-semibold">
        <bdi>{member.name ?? "—"}</bdi>
        <span className="text-ink-soft text-sm font-normal">
          {" "}
          · {t.review.born} {member.birth_date ?? "—"} · {t.review.member} {member.member_id ?? "—"}
        </span>
      </h1>
      <p className="text-ink-soft">
        {services.map(({ code, units }) => (units ? `${code} × ${units}` : code)).join(", ")} · {diagnoses.join(", ")}
      </p>
      <div className="ml-auto flex items-center gap-2">
        {found.priority === "expedited" && <Badge tone="open">{t.priority.expedited}</Badge>}
        <Badge>{t.status[found.status]}</Badge>
        <ClockBadge clock={found.clock} />
        <NextCaseButton key={found.case_id} after={found.case_id} />
      </div>
      <p className="text-ink-soft w-full text-xs">
        {found.case_id} · <span lang="en">{found.clock.said}</span>
      </p>
    </header>
  );
}
