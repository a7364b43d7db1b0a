import { useId } from "react";

/** A native select with its label: the browser's own keyboard, and the tablet's own picker. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChoose,
  hint,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChoose: (value: Value) => void;
  hint?: string;
}) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-1.5" title={hint}>
      <label htmlFor={id} className="text-ink-soft text-xs">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChoose(event.target.value as Value)}
        className="border-line-strong bg-surface h-8 max-w-52 rounded-md border px-2 text-sm"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
