import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useState } from "react";

import { caseOf } from "@/api/queries";
import { advanced, begun, type CaseEvent, type Progress } from "@/features/case/progress";

const TOLD = [
  "review.started",
  "agent.started",
  "lookup.called",
  "agent.completed",
  "agent.failed",
  "recommendation.ready",
] as const;

/** A case's review as its events tell it, and whether the connection is lost. Where the review ends, the case is read anew. */
export function useProgress(caseId: string, follows: boolean): { progress: Progress; isLost: boolean } {
  const queries = useQueryClient();
  const [progress, tell] = useReducer(advanced, begun(0));
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    if (!follows) return;
    const source = new EventSource(`/api/cases/${encodeURIComponent(caseId)}/events`);
    source.onopen = () => setLost(false);
    source.onerror = () => setLost(source.readyState === EventSource.CONNECTING);
    const listen = (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as CaseEvent;
      tell(event);
      if (event.type === "recommendation.ready") void queries.invalidateQueries({ queryKey: caseOf(caseId).queryKey });
    };
    for (const type of TOLD) source.addEventListener(type, listen);
    return () => source.close();
  }, [caseId, follows, queries]);
  return { progress, isLost };
}
