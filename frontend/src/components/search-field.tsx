import { Search } from "lucide-react";
import { useRef } from "react";

import { useShortcuts } from "@/lib/shortcuts";

/** Where a list is searched. The slash key leads here, and Escape out of it again once it is empty. */
export function SearchField({
  label,
  does,
  text,
  onText,
}: {
  label: string;
  does: string;
  text: string;
  onText: (text: string) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": { does, act: () => field.current?.focus() } });
  return (
    <span className="relative">
      <Search aria-hidden className="text-ink-soft absolute top-2 left-2 size-4" />
      <input
        ref={field}
        type="search"
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && !text) field.current?.blur();
        }}
        aria-label={label}
        placeholder={label}
        maxLength={200}
        autoComplete="off"
        className="border-line-strong bg-surface placeholder:text-ink-soft h-8 w-72 rounded-md border pr-2 pl-8"
      />
    </span>
  );
}
