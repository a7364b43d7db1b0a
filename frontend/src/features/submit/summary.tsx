import { forwardRef } from "react";

import type { Draft } from "@/features/submit/draft";
import { goTo } from "@/features/submit/form";
import { nameOf } from "@/features/submit/names";
import type { Placed } from "@/features/submit/submission";
import { useTexts } from "@/texts";

/** Everything that is wrong, with the way to each field; what has no field here is told all the same. */
export const Summary = forwardRef<
  HTMLDivElement,
  { sentence: string; isOfService?: boolean; problems: readonly Placed[]; draft: Draft; children?: React.ReactNode }
>(function Summary({ sentence, isOfService, problems, draft, children }, ref) {
  const t = useTexts();
  return (
    <div ref={ref} role="alert" tabIndex={-1} className="border-bad bg-bad-tint rounded-lg border px-4 py-3">
      <h2 className="font-semibold">{t.submit.refused}</h2>
      <p lang={isOfService ? "en" : undefined}>{sentence}</p>
      <ul className="mt-1 list-disc space-y-1 pl-5">
        {problems.map(({ field, path, message }) => (
          <li key={path + message}>
            {field ? <FieldLink field={field} draft={draft} /> : path && <code>{path}</code>}{" "}
            <span lang={message === t.submit.unfinishedDay ? undefined : "en"}>{message}</span>
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
});

/** A field's name, which leads to it. */
export function FieldLink({ field, draft }: { field: string; draft: Draft }) {
  const t = useTexts();
  return (
    <a
      href={`#${field}`}
      className="text-accent font-medium underline"
      onClick={(event) => {
        event.preventDefault();
        goTo(field);
      }}
    >
      {nameOf(field, draft, t)}
    </a>
  );
}
