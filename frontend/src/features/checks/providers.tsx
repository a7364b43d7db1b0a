import { Ban, CircleCheck, CircleHelp, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { Badge, type Tone } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { NoFindings } from "@/features/checks/no-findings";
import { registryOf } from "@/features/checks/registry";
import { useTexts } from "@/texts";

type Coverage = Schema["RevisionAnswer"]["coverage"];

const LOOK: Record<Schema["ProviderStatus"], { tone: Tone; icon: LucideIcon }> = {
  active: { tone: "good", icon: CircleCheck },
  deactivated: { tone: "bad", icon: Ban },
  not_found: { tone: "bad", icon: Ban },
  not_in_snapshot: { tone: "open", icon: CircleHelp },
  invalid: { tone: "bad", icon: TriangleAlert },
  not_evaluated: { tone: "plain", icon: CircleHelp },
};

/** Each provider of the request as the registry knows it. */
export function ProvidersPanel({ coverage }: { coverage: Coverage }) {
  const t = useTexts();
  return (
    <Panel title={t.checks.providers}>
      {"failure" in coverage ? (
        <NoFindings failed={coverage} />
      ) : coverage.providers.length === 0 ? (
        <p>{t.checks.noProviders}</p>
      ) : (
        <ul className="grid gap-3 2xl:grid-cols-2">
          {coverage.providers.map((provider) => (
            <ProviderCard key={`${provider.npi}/${provider.role}`} provider={provider} calls={coverage.calls} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function ProviderCard({
  provider,
  calls,
}: {
  provider: Schema["ProviderCheck"];
  calls: readonly Schema["LookupCall"][];
}) {
  const t = useTexts();
  const { tone, icon: Icon } = LOOK[provider.status];
  const registry = registryOf(provider, calls);
  return (
    <li className="border-line rounded-md border px-3 py-2">
      <p className="flex flex-wrap items-center gap-2">
        <bdi className="font-medium">{provider.name ?? "—"}</bdi>
        <span className="text-ink-soft">{t.checks.role[provider.role]}</span>
        <span className="ml-auto inline-flex flex-wrap gap-1">
          {provider.synthetic && <Badge tone="open">{t.checks.synthetic}</Badge>}
          <Badge tone={tone}>
            <Icon aria-hidden />
            {t.checks.provider[provider.status]}
          </Badge>
        </span>
      </p>
      <p lang="en" className="text-ink-soft mt-1 text-xs">
        {provider.detail}
      </p>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-xs">
        <Row name={t.checks.npi}>{provider.npi || "—"}</Row>
        <Row name={t.checks.checkDigit}>
          {registry.checkDigit ? t.checks.checkDigitFits : t.checks.checkDigitUnconfirmed}
        </Row>
        <Row name={t.checks.specialty}>{provider.specialty ?? t.checks.noSpecialty}</Row>
        {provider.taxonomies.length > 0 && <Row name={t.checks.taxonomies}>{provider.taxonomies.join(", ")}</Row>}
        <Row name={t.checks.registry}>
          {registry.version ? <span lang="en">{registry.version}</span> : t.checks.notAsked}
        </Row>
      </dl>
    </li>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </>
  );
}
