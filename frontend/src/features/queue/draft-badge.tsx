import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { useTexts } from "@/texts";

/** What was decided, else what the draft recommends and where it sends the case. */
export function DraftBadge({ item }: { item: Pick<Schema["QueueItem"], "recommendation" | "route" | "outcome"> }) {
  const t = useTexts();
  if (item.outcome) return <Badge tone="accent">{t.determined[item.outcome]}</Badge>;
  if (!item.recommendation) return <span className="text-ink-soft">{t.queue.unread}</span>;
  const words = t.outcome[item.recommendation];
  return (
    <Badge tone={item.recommendation === "APPROVE" ? "good" : "open"}>
      {item.route ? `${words}: ${t.route[item.route]}` : words}
    </Badge>
  );
}
