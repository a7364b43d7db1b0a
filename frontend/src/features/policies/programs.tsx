import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { SourceLink } from "@/features/policies/source-link";
import { VerificationBadge } from "@/features/policies/verification-mark";
import { useTexts } from "@/texts";

/** Which programs ask for prior authorization of what the policy governs: since when, where, and who says so. */
export function ProgramsPanel({ programs }: { programs: readonly Schema["RelatedListing"][] }) {
  const t = useTexts();
  return (
    <Panel title={t.policies.programs}>
      {programs.length === 0 && <p>{t.policies.noProgram}</p>}
      <ul className="space-y-3">
        {programs.map((one) => (
          <Listing key={`${one.program} ${one.listing.service} ${one.listing.since}`} related={one} />
        ))}
      </ul>
    </Panel>
  );
}

function Listing({ related }: { related: Schema["RelatedListing"] }) {
  const t = useTexts();
  const { listing, settings, states } = related;
  const where = [
    related.lines_of_business.map((one) => t.business[one]).join(", "),
    states.join(", ") || t.policies.everywhere,
    settings.map((one) => t.needed.settings[one]).join(", "),
  ];
  return (
    <li>
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium">
          {related.program}: {listing.service}
        </span>
        <Badge tone={listing.standing === "required" ? "accent" : "open"}>
          {t.policies.standing[listing.standing]}
        </Badge>
        <VerificationBadge sure={listing.verification} />
      </p>
      <p>{t.policies.listed(listing.since, listing.until ?? null)}</p>
      {listing.condition && <p lang="en">{listing.condition}</p>}
      <p className="text-ink-soft text-xs tabular-nums">{related.codes.join(", ")}</p>
      <p className="text-ink-soft text-xs">{where.filter(Boolean).join(" · ")}</p>
      <p lang="en" className="text-xs">
        <SourceLink url={related.url}>{related.title}</SourceLink>
      </p>
    </li>
  );
}
