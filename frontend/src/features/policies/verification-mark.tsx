import { BookOpen, type LucideIcon, ShieldAlert, ShieldCheck, ShieldQuestion, UserRoundCheck } from "lucide-react";

import type { Schema } from "@/api/client";
import { Badge, type Tone } from "@/components/ui/badge";
import { useTexts } from "@/texts";

export const SIGN: Record<Schema["Overall"], { tone: Tone; icon: LucideIcon }> = {
  verified: { tone: "good", icon: ShieldCheck },
  secondary: { tone: "plain", icon: BookOpen },
  partly: { tone: "open", icon: ShieldQuestion },
  unverified: { tone: "open", icon: ShieldAlert },
};

/** How sure we are of something that a policy says: a sign and words. */
export function VerificationBadge({ sure }: { sure: Schema["Overall"] }) {
  const t = useTexts();
  return <Sign sure={sure} words={t.policies.sure[sure]} />;
}

function Sign({ sure, words }: { sure: Schema["Overall"]; words: string }) {
  const { tone, icon: Icon } = SIGN[sure];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {words}
    </Badge>
  );
}

/** How sure we are of a policy's criteria, and how much of it a person decides. */
export function VerificationMark({ verification }: { verification: Schema["PolicyVerification"] }) {
  const t = useTexts();
  const { overall, verified, secondary, unverified, for_a_person: judged } = verification;
  return (
    <span
      className="inline-flex flex-wrap gap-1"
      title={`${t.policies.counted(verified, secondary, unverified)} ${t.policies.decidedByAPerson(judged)}`}
    >
      <Sign sure={overall} words={t.policies.criteriaSure[overall]} />
      {judged > 0 && (
        <Badge>
          <UserRoundCheck aria-hidden />
          {t.policies.forAPerson(judged)}
        </Badge>
      )}
    </span>
  );
}
