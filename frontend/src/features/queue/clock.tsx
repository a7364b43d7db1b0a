import { CircleCheck, CircleDot, Clock, Hourglass, type LucideIcon, TriangleAlert } from "lucide-react";

import type { Schema } from "@/api/client";
import { Badge, type Tone } from "@/components/ui/badge";
import { spoken } from "@/lib/duration";
import { useTexts } from "@/texts";

type State = Schema["ClockState"];

const LOOK: Record<State, { tone: Tone; icon: LucideIcon }> = {
  running: { tone: "plain", icon: Clock },
  escalate: { tone: "open", icon: Hourglass },
  breached: { tone: "bad", icon: TriangleAlert },
  waiting_for_information: { tone: "plain", icon: Hourglass },
  answered_in_time: { tone: "good", icon: CircleCheck },
  answered_late: { tone: "bad", icon: TriangleAlert },
  stopped: { tone: "plain", icon: CircleDot },
};

/** Where a case's clock stands: a color, a sign and words, and the due time on pointing. */
export function ClockBadge({ clock }: { clock: Pick<Schema["ClockSummary"], "state" | "due_at" | "seconds_left"> }) {
  const t = useTexts();
  const { tone, icon: Icon } = LOOK[clock.state];
  const words = t.clock[clock.state];
  const left = spoken(clock.seconds_left ?? 0, t.locale);
  return (
    <Badge tone={tone} title={new Date(clock.due_at).toLocaleString(t.locale)}>
      <Icon aria-hidden />
      {typeof words === "string" ? words : words(left)}
    </Badge>
  );
}
