import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { SIGN } from "@/features/policies/verification-mark";
import { useTexts } from "@/texts";

type Verification = Schema["Verification"];
type Listed = { code: string; verification: Verification; source?: string | null };

const LEVELS = ["verified", "secondary", "unverified"] as const satisfies readonly Verification[];

/** The service codes that the policy governs, by how sure we are that it does. */
export function CodesPanel({ codes }: { codes: readonly Schema["PolicyCode"][] }) {
  const t = useTexts();
  return (
    <Panel title={`${t.policies.codes} (${codes.length})`}>
      <CodesBySureness codes={codes} described={{}} />
    </Panel>
  );
}

/** Codes under the sign of how sure we are of them, each group with its sources, each code with its description. */
export function CodesBySureness({
  codes,
  described,
}: {
  codes: readonly Listed[];
  described: Readonly<Record<string, string>>;
}) {
  return LEVELS.map((level) => {
    const own = codes.filter(({ verification }) => verification === level);
    return own.length > 0 && <Group key={level} level={level} codes={own} described={described} />;
  });
}

function Group({
  level,
  codes,
  described,
}: {
  level: Verification;
  codes: readonly Listed[];
  described: Readonly<Record<string, string>>;
}) {
  const t = useTexts();
  const Icon = SIGN[level].icon;
  const sources = [...new Set(codes.flatMap(({ source }) => source ?? []))];
  const isDescribed = codes.some(({ code }) => described[code]);
  return (
    <div className="mb-2 last:mb-0">
      <p className="text-ink-soft flex items-center gap-1 text-xs font-semibold">
        <Icon aria-hidden className="size-3.5" />
        {t.policies.sure[level]}
      </p>
      <ul className={isDescribed ? "space-y-0.5" : "flex flex-wrap gap-x-3"}>
        {codes.map(({ code }) => (
          <li key={code} className="tabular-nums">
            {code}
            {described[code] && <span className="text-ink-soft text-xs"> {described[code]}</span>}
          </li>
        ))}
      </ul>
      {sources.map((source) => (
        <p key={source} className="text-ink-soft text-xs break-words">
          {source}
        </p>
      ))}
    </div>
  );
}
