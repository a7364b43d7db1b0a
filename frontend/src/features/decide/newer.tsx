import { TriangleAlert } from "lucide-react";

import { Button } from "@/components/ui/button";
import type { Doing } from "@/features/decide/doing";
import { useTexts } from "@/texts";

/** That the case is not any more what was read when the form was opened, and the way on. Nothing is sent until then. */
export function Newer({ doing: { stop, told, revision, onLook } }: { doing: Doing }) {
  const t = useTexts();
  const isShown = revision.digest === told.digest;
  return (
    <div role="status">
      {stop && (
        <div className="border-open bg-open-tint text-open mt-2 flex flex-wrap items-center gap-3 rounded-md border px-3 py-2">
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          <p className="min-w-0 flex-1">
            {{ newer: t.decide.newer(told.revision), running: t.decide.running, changed: t.decide.changed }[stop]}
          </p>
          {stop === "newer" && (
            <Button onClick={onLook} disabled={!isShown} className="text-ink">
              {t.decide.look(told.revision)}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
