import { type KeyboardEvent, type ReactNode, useState } from "react";

import { BOX, useBound } from "@/features/submit/field";
import { cn } from "@/lib/cn";

export type Option = { value: string; shown: ReactNode };

/**
 * A field to type into, with a list of proposals below (the combobox pattern of ARIA: the focus stays in the field, the
 * arrow keys walk the list, Enter takes, Escape closes). What was typed stands, whether or not the list has it.
 */
export function Combobox({
  field,
  options,
  told,
  onOpen,
}: {
  field: string;
  options: readonly Option[];
  /** A sentence on the proposals, which is also read aloud. */
  told: string;
  onOpen: (isOpen: boolean) => void;
}) {
  const { bound, set } = useBound(field);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const list = `${field}:options`;
  const show = (open: boolean, at = -1) => {
    setOpen(open);
    setActive(at);
    onOpen(open);
  };
  const take = (option: Option) => {
    set(option.value);
    show(false);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = isOpen ? options[active] : undefined;
    if (step !== undefined) show(true, moved(active, step, options.length));
    else if (event.key === "Enter" && chosen) take(chosen);
    else if (event.key === "Escape" && isOpen) show(false);
    else return;
    event.preventDefault();
  };
  return (
    <div className="relative">
      <input
        {...bound}
        type="text"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && active >= 0 ? `${list}:${active}` : undefined}
        spellCheck={false}
        maxLength={80}
        onChange={(event) => {
          set(event.target.value);
          show(event.target.value.trim() !== "");
        }}
        onKeyDown={press}
        onBlur={() => show(false)}
        className={BOX}
      />
      <ul
        id={list}
        role="listbox"
        aria-label={told}
        hidden={!isOpen}
        className="border-line-strong bg-surface absolute z-10 mt-1 max-h-80 w-full min-w-72 overflow-auto rounded-md border shadow-lg"
      >
        {options.map((option, index) => (
          <li
            key={option.value}
            id={`${list}:${index}`}
            role="option"
            aria-selected={index === active}
            ref={index === active ? (item) => item?.scrollIntoView({ block: "nearest" }) : undefined}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(option)}
            className={cn("cursor-pointer px-2 py-1.5", index === active ? "bg-accent-tint" : "hover:bg-raised")}
          >
            {option.shown}
          </li>
        ))}
      </ul>
      <p role="status" className={cn("text-ink-soft text-xs", !isOpen && "sr-only")}>
        {isOpen && told}
      </p>
    </div>
  );
}

/** The next place in a list, round its ends; -1 is the field itself. */
export function moved(active: number, step: number, length: number): number {
  if (length === 0) return -1;
  const from = active < 0 && step < 0 ? length : active;
  return (from + step + length) % length;
}
