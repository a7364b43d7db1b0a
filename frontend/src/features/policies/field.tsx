import { type ComponentProps, useId } from "react";

import { cn } from "@/lib/cn";

/** A short field with its label beside it. */
export function TextField({
  label,
  hint,
  onText,
  className,
  ...props
}: Omit<ComponentProps<"input">, "id" | "onChange"> & {
  label: string;
  hint?: string;
  onText: (text: string) => void;
}) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-1.5">
      <label htmlFor={id} className="text-ink-soft text-xs">
        {label}
      </label>
      <input
        id={id}
        autoComplete="off"
        title={hint}
        onChange={(event) => onText(event.target.value)}
        className={cn("border-line-strong bg-surface h-8 rounded-md border px-2 text-sm", className)}
        {...props}
      />
    </span>
  );
}
