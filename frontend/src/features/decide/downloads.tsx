import { Download } from "lucide-react";

import type { IssuedDocument } from "@/features/decide/documents";
import { useTexts } from "@/texts";

/** Each form of a document, to save. */
export function Downloads({ document }: { document: IssuedDocument }) {
  const t = useTexts();
  return document.forms.map(({ form, href, file }) => (
    <a
      key={form}
      href={href}
      download={file}
      aria-label={t.decided.download(t.decided.form[form], document.title)}
      className="text-accent inline-flex min-h-6 items-center gap-1 text-xs hover:underline"
    >
      <Download aria-hidden className="size-3.5" />
      {t.decided.form[form]}
    </a>
  ));
}
