import { X } from "lucide-react";
import { useEffect, useRef } from "react";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useTexts } from "@/texts";

/** A letter as it would be sent now, in a frame that runs no script. `isOld`: the form says something else by now. */
export function Preview({
  letter,
  isOld,
  onClose,
}: {
  letter: Schema["LetterPreview"];
  isOld: boolean;
  onClose: () => void;
}) {
  const t = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [letter]);
  const title = t.decide.previewOf(letter.title);
  return (
    <div className="border-line mt-3 rounded-md border">
      <div className="border-line bg-raised flex flex-wrap items-center gap-2 rounded-t-md border-b px-3 py-2">
        <h4 ref={heading} tabIndex={-1} className="font-medium outline-none">
          {title}
        </h4>
        <Badge>{t.decide.letterLanguage[letter.language]}</Badge>
        <Button variant="ghost" className="ml-auto px-2" aria-label={t.decide.closePreview} onClick={onClose}>
          <X aria-hidden />
        </Button>
        <p className="text-ink-soft w-full text-xs">
          {t.decide.previewNote} {letter.number && t.decide.previewNumber(letter.number)}
        </p>
        {isOld && (
          <p role="status" className="text-open w-full text-xs">
            {t.decide.previewOld}
          </p>
        )}
      </div>
      <iframe
        title={title}
        srcDoc={letter.html}
        sandbox=""
        tabIndex={0}
        className="h-[32rem] w-full rounded-b-md bg-white"
      />
    </div>
  );
}
