import type { Schema } from "@/api/client";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** Where a code stands that cannot be billed: the category above it, and the billable codes below it to choose from. */
export function Hierarchy({ check }: { check: Schema["DiagnosisCheck"] }) {
  const t = useTexts();
  const below = check.below ?? [];
  return (
    <div role="group" aria-label={t.checks.hierarchy(check.submitted)} className="mt-1 text-xs">
      {check.above && (
        <p className="text-ink-soft flex">
          <Code code={check.above.code} /> <span lang="en">{check.above.description}</span>
        </p>
      )}
      <p className={cn("flex", check.above && "border-line-strong ml-1.5 border-l pl-3")}>
        <Code code={check.code ?? check.submitted} /> {t.checks.asSubmitted}
      </p>
      <div className="border-line-strong ml-1.5 border-l pl-6">
        <p className="text-ink-soft">{t.checks.below(below.length, check.below_count ?? below.length)}:</p>
        <ul>
          {below.map(({ code, description }) => (
            <li key={code} className="flex">
              <Code code={code} /> <span lang="en">{description}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Code({ code }: { code: string }) {
  return <span className="w-16 shrink-0 font-semibold tabular-nums">{code}</span>;
}
