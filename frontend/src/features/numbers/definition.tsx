import { useTexts } from "@/texts";

/** What a figure counts, one press away from it. */
export function Definition({ said, of }: { said: string; of: string }) {
  const t = useTexts();
  return (
    <details className="text-xs">
      <summary className="text-accent min-h-6 cursor-pointer py-1">
        {t.numbers.definition}
        <span className="sr-only">: {of}</span>
      </summary>
      <p className="text-ink-soft max-w-prose">{said}</p>
    </details>
  );
}
