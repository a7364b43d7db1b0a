import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { VerificationBadge } from "@/features/policies/verification-mark";
import { useTexts } from "@/texts";

/** Whom the policy binds: lines of business, plan, states with their contractors, kinds of request, specialties. */
export function AppliesPanel({ answer }: { answer: Schema["PolicyAnswer"] }) {
  const t = useTexts();
  const { policy, contractors } = answer;
  const requests = policy.request_types.map((one) => t.policies.request[one]).join(", ");
  return (
    <Panel title={t.policies.applies}>
      <dl className="space-y-2">
        <Row name={t.policies.filters.business}>
          {policy.lines_of_business.map((one) => t.business[one]).join(", ") || t.policies.everyBusiness}
        </Row>
        {policy.plan_id && <Row name={t.policies.plan}>{policy.plan_id}</Row>}
        <Row name={t.policies.filters.state}>
          {policy.states.join(", ") || t.policies.everywhere}
          {policy.states_unverified.length > 0 && (
            <span className="text-open block text-xs">{t.policies.doubted(policy.states_unverified.join(", "))}</span>
          )}
        </Row>
        {contractors.length > 0 && (
          <Row name={t.policies.contractors}>
            <ul className="space-y-1.5">
              {contractors.map((one) => (
                <Contractor key={one.name} contractor={one} />
              ))}
            </ul>
          </Row>
        )}
        {requests && <Row name={t.policies.requests}>{requests}</Row>}
        <Row name={t.policies.specialty}>
          {policy.specialty.taxonomies.join(", ")}
          <span className="text-ink-soft block text-xs">
            {policy.specialty.required ? t.policies.specialtyRequired : t.policies.specialtyShown}{" "}
            {policy.specialty.source}
          </span>
        </Row>
      </dl>
    </Panel>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-soft text-xs font-semibold">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

function Contractor({ contractor }: { contractor: Schema["Contractor"] }) {
  return (
    <li>
      {contractor.name}, {contractor.organization}
      <ul className="text-xs">
        {contractor.serves.map((group) => (
          <li key={group.states.join()} className="flex flex-wrap items-center gap-x-2" title={group.source}>
            {group.states.join(", ")} <VerificationBadge sure={group.verification} />
          </li>
        ))}
      </ul>
    </li>
  );
}
