import { Download, Table2 } from "lucide-react";
import { type ReactNode, useState } from "react";

import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { Definition } from "@/features/numbers/definition";
import { csvOf, type Grid } from "@/features/numbers/grid";
import { GridTable } from "@/features/numbers/grid-table";
import type { Schema } from "@/api/client";
import { useTexts } from "@/texts";

/** A chart with its definition, the table behind it, and the table as a file. */
export function FigurePanel({
  title,
  file,
  grid,
  figure,
  children,
  note,
}: {
  title: string;
  file: string;
  grid: Grid;
  figure?: Schema["Figure"];
  children: ReactNode;
  note?: ReactNode;
}) {
  const t = useTexts();
  const [isShown, setShown] = useState(false);
  const { showTable, hideTable, csv, csvOf: named } = t.numbers.charts;
  return (
    <Panel
      title={title}
      className="min-w-0"
      aside={
        <span className="flex gap-2">
          <Button
            aria-expanded={isShown}
            aria-label={`${isShown ? hideTable : showTable}: ${title}`}
            onClick={() => setShown(!isShown)}
          >
            <Table2 aria-hidden />
            {isShown ? hideTable : showTable}
          </Button>
          <Button aria-label={named(title)} onClick={() => save(csvOf(grid), `${file}.csv`)}>
            <Download aria-hidden />
            {csv}
          </Button>
        </span>
      }
    >
      <div className="space-y-3">
        {children}
        {note && <p className="text-ink-soft text-xs">{note}</p>}
        {figure && <Definition said={t.numbers.figures[figure].said} of={title} />}
        {isShown && <GridTable title={title} grid={grid} />}
      </div>
    </Panel>
  );
}

/** Has the browser keep a text as a file. */
function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
