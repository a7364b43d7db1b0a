import Link from "next/link";
import { useEffect, useRef } from "react";

import { Badge } from "@/components/ui/badge";
import { codesShown, type Force, type Item } from "@/features/policies/filters";
import { VerificationMark } from "@/features/policies/verification-mark";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

const CODES = 5;
const STATES = 4;

/** A policy of the list: what it is, whom it binds, for which codes, and how sure we are of it. */
export function PolicyRow({
  policy,
  address,
  text,
  force,
  isCurrent,
  onCurrent,
}: {
  policy: Item;
  address: string;
  text: string;
  force: Force;
  isCurrent: boolean;
  onCurrent: () => void;
}) {
  const t = useTexts();
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isCurrent) link.current?.focus();
  }, [isCurrent]);
  return (
    <li
      className={cn(
        "grid items-center gap-x-4 gap-y-1 px-4 py-2 md:grid-cols-[minmax(14rem,3fr)_minmax(9rem,2fr)_minmax(10rem,2fr)_15rem]",
        isCurrent ? "bg-accent-tint" : "hover:bg-raised",
      )}
    >
      <div className="min-w-0">
        <Link
          ref={link}
          href={address}
          onFocus={onCurrent}
          prefetch={false}
          lang="en"
          className="scroll-my-16 font-medium hover:underline"
        >
          {policy.title}
        </Link>
        <p className="text-ink-soft text-xs">
          {policy.id} · {t.policies.version(policy.version)} · {t.policies.since(policy.effective, policy.ends)}
        </p>
      </div>
      <p className="text-ink-soft text-xs tabular-nums">
        {codesShown(policy.codes, text, CODES).join(", ")}
        {policy.codes.length > CODES && ` ${t.policies.more(policy.codes.length - CODES)}`}
      </p>
      <p className="text-ink-soft text-xs">
        {areaOf(policy, t)}
        <br />
        {policy.lines_of_business.map((one) => t.business[one]).join(", ") || t.policies.everyBusiness}
      </p>
      <p className="flex flex-wrap gap-1">
        {force !== "now" && <ForceBadge policy={policy} force={force} />}
        <VerificationMark verification={policy.verification} />
      </p>
    </li>
  );
}

/** That a policy is not in force: since when not, or from when on. */
export function ForceBadge({ policy, force }: { policy: Pick<Item, "effective" | "ends">; force: Force }) {
  const t = useTexts();
  if (force === "past") return <Badge tone="bad">{t.policies.ended(policy.ends ?? "")}</Badge>;
  return <Badge tone="accent">{t.policies.begins(policy.effective)}</Badge>;
}

function areaOf(policy: Item, t: ReturnType<typeof useTexts>): string {
  if (policy.plan_id) return `${t.policies.plan} ${policy.plan_id}`;
  const states = policy.states.length > STATES ? t.policies.states(policy.states.length) : policy.states.join(", ");
  return [policy.contractors.join(", "), states || t.policies.everywhere].filter(Boolean).join(": ");
}
