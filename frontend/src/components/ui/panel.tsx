import { type ReactNode, useId } from "react";

import { cn } from "@/lib/cn";

/** A titled part of a page. */
export function Panel({
  title,
  aside,
  children,
  className,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cn("border-line bg-surface rounded-lg border", className)}>
      <header className="border-line flex flex-wrap items-baseline justify-between gap-2 border-b px-4 py-2">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {aside}
      </header>
      <div className="px-4 py-3">{children}</div>
    </section>
  );
}
