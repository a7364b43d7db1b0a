import { CircleCheck, CircleHelp, CircleMinus, type LucideIcon } from "lucide-react";

import type { Schema } from "@/api/client";
import { Badge, type Tone } from "@/components/ui/badge";
import { SourceLink } from "@/features/policies/source-link";
import { VerificationBadge } from "@/features/policies/verification-mark";
import { useTexts } from "@/texts";

const LOOK: Record<Schema["Needed"], { tone: Tone; icon: LucideIcon }> = {
  yes: { tone: "accent", icon: CircleCheck },
  no: { tone: "plain", icon: CircleMinus },
  unknown: { tone: "open", icon: CircleHelp },
};

/** Yes, no or not known, why, and what each program says with its source. */
export function NeededAnswer({ answer }: { answer: Schema["Requirement"] }) {
  const t = useTexts();
  const { question } = answer;
  return (
    <div className="border-line space-y-3 border-t px-4 py-3">
      <p role="status" className="flex items-start gap-3">
        <NeededBadge needed={answer.needed} />
        <span>
          <span className="font-medium">
            {question.code}, {question.on}.
          </span>{" "}
          <span lang="en">{answer.reason}</span>
        </span>
      </p>
      <h3 className="text-ink-soft text-xs font-semibold">{t.needed.programs}</h3>
      <ul className="space-y-2">
        {answer.programs.map((program) => (
          <li key={program.program} className="flex items-start gap-3">
            <NeededBadge needed={program.needed} />
            <div>
              <p>
                <span className="font-medium">{program.program}: </span>
                <span lang="en">{program.reason}</span>
              </p>
              <p className="text-ink-soft flex flex-wrap items-center gap-x-2 text-xs">
                <span lang="en">
                  <SourceLink url={program.url}>{program.title}</SourceLink>
                </span>
                <span>{program.source}</span>
                <VerificationBadge sure={program.verification} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function NeededBadge({ needed }: { needed: Schema["Needed"] }) {
  const t = useTexts();
  const { tone, icon: Icon } = LOOK[needed];
  return (
    <Badge tone={tone} className="shrink-0">
      <Icon aria-hidden />
      {t.needed.answer[needed]}
    </Badge>
  );
}
