import Link from "next/link";
import { useEffect, useRef } from "react";

import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { useTexts } from "@/texts";

/** A case that was accepted though others were sent with the very same content: a person looks before going on. */
export function AcceptedPanel({ accepted }: { accepted: Schema["Accepted"] }) {
  const t = useTexts();
  const own = useRef<HTMLAnchorElement>(null);
  useEffect(() => own.current?.focus(), []);
  return (
    <div className="mx-auto w-full max-w-3xl space-y-4 p-4">
      <h1 className="text-lg font-semibold">{t.submit.title}</h1>
      <Panel title={t.submit.accepted.title}>
        <p>{t.submit.accepted.same}</p>
        <ul className="my-2 list-disc pl-5">
          {accepted.probable_duplicates.map((id) => (
            <li key={id}>
              <Link href={caseAddress(id)} className="text-accent underline">
                {id}
              </Link>
            </li>
          ))}
        </ul>
        <Link ref={own} href={caseAddress(accepted.case_id)} className="text-accent font-medium underline">
          {t.submit.accepted.open(accepted.case_id)}
        </Link>
      </Panel>
    </div>
  );
}

/** Where a case stands in the workbench. */
export function caseAddress(id: string): string {
  return `/case/?id=${encodeURIComponent(id)}`;
}
