import { useChosenPerson } from "@/api/identity";
import type { QueueFilters } from "@/api/queries";
import { Choice } from "@/components/ui/choice";
import { DUES, PRIORITIES, ROUTES } from "@/features/queue/filters";
import { useTexts } from "@/texts";

export type Narrow = (more: Partial<Record<keyof QueueFilters, string | undefined>>) => void;

/** What the queue can be narrowed to beside the status; all of it stands in the address. */
export function FilterChoices({ filters, onNarrow }: { filters: QueueFilters; onNarrow: Narrow }) {
  const t = useTexts();
  const person = useChosenPerson();
  const all = { value: "", label: t.queue.all };
  return (
    <>
      <Choice
        label={t.queue.columns.due}
        value={filters.due ?? ""}
        options={[all, ...DUES.map((due) => ({ value: due, label: t.queue.dues[due] }))]}
        onChoose={(due) => onNarrow({ due: due || undefined })}
      />
      <Choice
        label={t.queue.route}
        value={filters.route ?? ""}
        options={[all, ...ROUTES.map((route) => ({ value: route, label: t.route[route] }))]}
        onChoose={(route) => onNarrow({ route: route || undefined })}
      />
      <Choice
        label={t.queue.columns.priority}
        value={filters.priority ?? ""}
        options={[all, ...PRIORITIES.map((priority) => ({ value: priority, label: t.priority[priority] }))]}
        onChoose={(priority) => onNarrow({ priority: priority || undefined })}
      />
      {person && (
        <Choice
          label={t.queue.columns.assignee}
          value={filters.assignee ?? ""}
          options={[
            { value: "", label: t.queue.everyone },
            { value: person, label: t.queue.mine },
          ]}
          onChoose={(assignee) => onNarrow({ assignee: assignee || undefined })}
        />
      )}
    </>
  );
}
