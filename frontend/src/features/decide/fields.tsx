import { type ComponentProps, createContext, type ReactNode, useContext, useId } from "react";

import type { Schema } from "@/api/client";
import { messagesAt } from "@/features/decide/problems";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

/** What the service said is wrong with the form around a field. */
export const Problems = createContext<readonly Schema["Problem"][]>([]);

const BOX =
  "border-line-strong bg-surface block w-full rounded-md border px-2 py-1.5 text-sm aria-invalid:border-bad disabled:opacity-60";

/** A label, its field, a hint, and what the service said is wrong with it. `path` is the field's JSON pointer. */
function Field({
  label,
  path,
  hint,
  className,
  children,
}: {
  label: string;
  path: string;
  hint?: ReactNode;
  className?: string | undefined;
  children: (field: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean }) => ReactNode;
}) {
  const id = useId();
  const messages = messagesAt(useContext(Problems), path);
  const said = [hint ? `${id}-hint` : "", messages.length > 0 ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  return (
    <div className={cn("space-y-1", className)}>
      <label htmlFor={id} className="block text-xs font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": said || undefined, "aria-invalid": messages.length > 0 })}
      {hint && (
        <p id={`${id}-hint`} className="text-ink-soft text-xs">
          {hint}
        </p>
      )}
      {messages.length > 0 && (
        <p id={`${id}-wrong`} lang="en" className="text-bad text-xs">
          {messages.join(" ")}
        </p>
      )}
    </div>
  );
}

type Own = { label: string; path: string; hint?: ReactNode; className?: string | undefined };
type Text = Own & { value: string; onSay: (value: string) => void };

export function TextBox({
  label,
  path,
  hint,
  className,
  onSay,
  ...props
}: Text & Omit<ComponentProps<"textarea">, "onChange">) {
  return (
    <Field {...{ label, path, hint, className }}>
      {(field) => (
        <textarea
          rows={3}
          maxLength={4000}
          {...props}
          {...field}
          onChange={(event) => onSay(event.target.value)}
          className={BOX}
        />
      )}
    </Field>
  );
}

/** One line: text, a number, a day, or a day and a time, by its `type`. */
export function Line({
  label,
  path,
  hint,
  className,
  onSay,
  ...props
}: Text & Omit<ComponentProps<"input">, "onChange">) {
  return (
    <Field {...{ label, path, hint, className }}>
      {(field) => (
        <input {...props} {...field} onChange={(event) => onSay(event.target.value)} className={cn(BOX, "min-h-8")} />
      )}
    </Field>
  );
}

export type Option<Value extends string> = { value: Value; label: string; isOut?: boolean };

/** A choice among a few. What may not be chosen is there, named so, and cannot be. */
export function Pick<Value extends string>({
  label,
  path,
  hint,
  className,
  value,
  options,
  onPick,
}: Own & { value: Value | ""; options: readonly Option<Value>[]; onPick: (value: Value) => void }) {
  const t = useTexts();
  return (
    <Field {...{ label, path, hint, className }}>
      {(field) => (
        <select
          {...field}
          value={value}
          required
          onChange={(event) => onPick(event.target.value as Value)}
          className={cn(BOX, "min-h-8")}
        >
          {value === "" && <option value="">{t.forms.choose}</option>}
          {options.map((one) => (
            <option key={one.value} value={one.value} disabled={one.isOut}>
              {one.isOut ? `${one.label} (${t.forms.notYours})` : one.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function Tick({ label, is, onTick }: { label: string; is: boolean; onTick: (is: boolean) => void }) {
  return (
    <label className="flex min-h-6 items-center gap-2">
      <input
        type="checkbox"
        checked={is}
        onChange={(event) => onTick(event.target.checked)}
        className="accent-accent size-4 shrink-0"
      />
      {label}
    </label>
  );
}
