import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";

import { useTexts } from "@/texts";

/** A way to a source, which is another's site. It opens beside this page and is told nothing of it. */
export function SourceLink({ url, children }: { url: string; children: ReactNode }) {
  const t = useTexts();
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer noopener"
      className="text-accent inline-block min-h-6 underline underline-offset-2"
    >
      {children}
      <ExternalLink aria-hidden className="ml-1 inline size-3.5" />
      <span className="sr-only"> ({t.policies.opens})</span>
    </a>
  );
}
