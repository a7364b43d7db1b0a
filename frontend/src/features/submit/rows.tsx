import { Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { fieldOf, type List, withoutRow, withRow } from "@/features/submit/draft";
import { goTo, useForm } from "@/features/submit/form";
import { useTexts } from "@/texts";

/** A titled list, each row of which can be taken away, and to which a row can be added. `first` is what is written first. */
export function Rows({
  list,
  title,
  first,
  aside,
  children,
}: {
  list: List;
  title: string;
  first: string;
  aside?: ReactNode;
  children: (row: string, index: number) => ReactNode;
}) {
  const t = useTexts();
  const { draft, change } = useForm();
  const rows = draft.rows[list];
  const add = () => {
    change((old) => withRow(old, list));
    const field = fieldOf(list, `r${draft.next}`, first);
    requestAnimationFrame(() => goTo(field));
  };
  const remove = (row: string, index: number) => {
    change((old) => withoutRow(old, list, row));
    const next = rows[index + 1] ?? rows[index - 1];
    requestAnimationFrame(() =>
      next ? goTo(fieldOf(list, next, first)) : document.getElementById(`${list}:add`)?.focus(),
    );
  };
  return (
    <Panel title={title} aside={aside}>
      <ol className="divide-line divide-y">
        {rows.map((row, index) => (
          <li key={row} className="py-3 first:pt-0">
            <fieldset className="flex items-start gap-2">
              <legend className="sr-only">{t.submit.rows[list](index + 1)}</legend>
              <div className="min-w-0 flex-1">{children(row, index)}</div>
              <Button
                variant="ghost"
                aria-label={t.submit.remove(t.submit.rows[list](index + 1))}
                title={t.submit.remove(t.submit.rows[list](index + 1))}
                onClick={() => remove(row, index)}
                className="mt-5 min-w-8 px-2"
              >
                <Trash2 aria-hidden />
              </Button>
            </fieldset>
          </li>
        ))}
      </ol>
      <Button id={`${list}:add`} onClick={add}>
        <Plus aria-hidden />
        {t.submit.add[list]}
      </Button>
    </Panel>
  );
}
