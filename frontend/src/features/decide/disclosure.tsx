import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";

/** Something that is seldom needed, behind its name. `isOpen`: shown without being asked for. */
export function Disclosure({ title, isOpen, children }: { title: string; isOpen: boolean; children: ReactNode }) {
  const [isAsked, setAsked] = useState(false);
  return (
    <details open={isOpen || isAsked} onToggle={(event) => setAsked(event.currentTarget.open)} className="group">
      <summary className="text-accent inline-flex min-h-6 cursor-pointer items-center gap-1 marker:content-none">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        {title}
      </summary>
      <div className="mt-2 space-y-3">{children}</div>
    </details>
  );
}
