import { useQuery } from "@tanstack/react-query";
import { Languages, TriangleAlert } from "lucide-react";

import { health, people } from "@/api/queries";
import { useTexts } from "@/texts";

/**
 * What every page has to say of the service: that nobody is really signed in, and that it is open to others; and, where
 * the page is not in English, that the service's own sentences are. Its place is kept until the service has spoken.
 */
export function Banner() {
  const t = useTexts();
  const { data: known, isPending } = useQuery(people);
  const { data: told } = useQuery(health);
  if (isPending) {
    return (
      <p aria-hidden className="bg-open-tint px-4 py-1 text-xs">
        &nbsp;
      </p>
    );
  }
  return (
    <>
      {[told?.notice, known?.banner].filter(Boolean).map((sentence) => (
        <p
          key={sentence}
          role="note"
          lang="en"
          className="bg-open-tint text-open flex items-center gap-2 px-4 py-1 text-xs"
        >
          <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
          {sentence}
        </p>
      ))}
      {t.inEnglish && (
        <p role="note" className="bg-surface text-ink-soft flex items-center gap-2 px-4 pt-1.5 text-xs">
          <Languages aria-hidden className="size-3.5 shrink-0" />
          {t.inEnglish}
        </p>
      )}
    </>
  );
}
