import { CircleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

import { useField } from "@/features/submit/form";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

export const BOX = "border-line-strong bg-surface aria-invalid:border-bad h-9 w-full rounded-md border px-2 text-sm";

/** What a field is called, what it is for, and what is wrong with it. The field itself has `field` as its id. */
export function Labelled({
  field,
  label,
  hint,
  isNeeded = false,
  className,
  children,
}: {
  field: string;
  label: string;
  hint?: ReactNode;
  isNeeded?: boolean | undefined;
  className?: string;
  children: ReactNode;
}) {
  const t = useTexts();
  const { problems } = useField(field);
  return (
    <div className={cn("min-w-0 space-y-1", className)}>
      <label htmlFor={field} className="text-ink-soft block text-xs">
        {label}
        {isNeeded && <span className="text-ink font-medium"> · {t.submit.needed}</span>}
      </label>
      {children}
      <div id={`${field}:about`} className="space-y-1 text-xs empty:hidden">
        {problems.map((problem) => (
          <p
            key={problem}
            lang={problem === t.submit.unfinishedDay ? undefined : "en"}
            className="text-bad flex items-start gap-1"
          >
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {problem}
          </p>
        ))}
        {hint && <div className="text-ink-soft">{hint}</div>}
      </div>
    </div>
  );
}

/** What ties an input to its label, its hint and its problems. */
export function useBound(field: string) {
  const { value, set, problems } = useField(field);
  return {
    set,
    bound: {
      id: field,
      value,
      "aria-describedby": `${field}:about`,
      "aria-invalid": problems.length > 0 || undefined,
      autoComplete: "off",
    },
  };
}

type Named = Omit<ComponentProps<typeof Labelled>, "children">;

/** A line of text, or a day. */
export function TextField({
  type = "text",
  inputMode,
  ...named
}: Named & { type?: "text" | "date"; inputMode?: "numeric" }) {
  const { bound, set } = useBound(named.field);
  return (
    <Labelled {...named}>
      <input
        {...bound}
        type={type}
        inputMode={inputMode}
        spellCheck={false}
        onChange={(event) => set(event.target.value)}
        className={BOX}
      />
    </Labelled>
  );
}

/** One of a closed list, or nothing: what was not given is unknown. */
export function ChoiceField({
  options,
  none,
  ...named
}: Named & { options: Readonly<Record<string, string>>; none?: string }) {
  const { bound, set } = useBound(named.field);
  return (
    <Labelled {...named}>
      <select {...bound} onChange={(event) => set(event.target.value)} className={BOX}>
        {none !== undefined && <option value="">{none}</option>}
        {Object.entries(options).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}
