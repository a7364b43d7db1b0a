import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { usageRows } from "@/features/checks/usage";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

const FIGURES = ["calls", "read", "written", "cost"] as const;

/** What language models used for a revision; nothing where the embedded one played every agent. */
export function UsagePanel({ usage }: { usage: Schema["ReviewUsage"] | null }) {
  const t = useTexts();
  const rows = usageRows(usage, t);
  if (rows.length === 0) return null;
  const { title, columns, said } = t.usage;
  return (
    <Panel title={title}>
      <table className="w-full text-left">
        <thead>
          <tr className="text-ink-soft border-line border-b text-xs">
            <th scope="col" className="py-1 pr-3 font-medium">
              {columns.agent}
            </th>
            {FIGURES.map((name) => (
              <th key={name} scope="col" className="py-1 pl-3 text-right font-medium">
                {columns[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-line divide-y">
          {rows.map((row, place) => (
            <tr
              key={row.key}
              className={cn("align-top", rows.length > 1 && place === rows.length - 1 && "font-medium")}
            >
              <th scope="row" className="py-1.5 pr-3 text-left font-medium">
                {row.who}
                {row.model && (
                  <code className="text-ink-soft block text-xs font-normal [overflow-wrap:anywhere]">{row.model}</code>
                )}
                {row.notes.length > 0 && (
                  <span className="text-ink-soft block text-xs font-normal">{row.notes.join(" · ")}</span>
                )}
              </th>
              {FIGURES.map((name) => (
                <td key={name} className="py-1.5 pl-3 text-right whitespace-nowrap tabular-nums">
                  {row[name]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-ink-soft mt-2 text-xs">{said}</p>
    </Panel>
  );
}
