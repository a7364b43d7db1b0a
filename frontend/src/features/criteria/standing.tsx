import { Ban, CircleCheck, CircleHelp, type LucideIcon, UserRoundCheck } from "lucide-react";

import type { Schema } from "@/api/client";
import { Badge, type Tone } from "@/components/ui/badge";
import { useTexts } from "@/texts";

const LOOK: Record<Schema["Status"], { tone: Tone; icon: LucideIcon }> = {
  MET: { tone: "good", icon: CircleCheck },
  NOT_MET: { tone: "bad", icon: Ban },
  INSUFFICIENT: { tone: "open", icon: CircleHelp },
};

/**
 * How a criterion stands: a color, a sign and words. What a person is to judge says so instead: what a policy reserves
 * for a person, and what is withheld because the law forbids so much as to suggest a denial.
 *
 * `isAside`: what it is part of is met with or without it, or asks that it be not so; then its own standing is no
 * verdict on the case, and is shown without alarm.
 */
export function StandingBadge({
  criterion: { status, reserved, basis },
  isAside,
}: {
  criterion: Pick<Schema["CriterionResult"], "status" | "reserved"> & Partial<Pick<Schema["CriterionResult"], "basis">>;
  isAside: boolean;
}) {
  const t = useTexts();
  const isReserved = (Boolean(reserved) || basis === "person") && status === "INSUFFICIENT";
  const Icon = isReserved ? UserRoundCheck : LOOK[status].icon;
  const words = isAside ? t.criteria.aside[status] : t.criteria.standing[status];
  return (
    <Badge tone={isAside ? "plain" : LOOK[status].tone} className="shrink-0">
      <Icon aria-hidden />
      {isReserved ? t.criteria.reserved : words}
    </Badge>
  );
}
