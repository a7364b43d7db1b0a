import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useState } from "react";

import { caseOf } from "@/api/queries";
import { advanced, begun, type CaseEvent, type Progress } from "@/features/live/progress";

const TOLD = [
  "review.started",
  "preflight.completed",
  "agent.started",
  "lookup.called",
  "agent.completed",
  "agent.failed",
  "recommendation.ready",
] as const;
const AGAIN_MS = 2_000;

/**
 * A case's review as its stored events tell it, and whether the connection is lost. The events are told from the first,
 * so a reload loses nothing. A browser opens a broken stream again by itself, but not one that was refused or that
 * ended: then the case is read anew, and the stream is opened as long as its review goes on.
 */
export function useProgress(caseId: string, follows: boolean): { progress: Progress; isLost: boolean } {
  const queries = useQueryClient();
  const [progress, tell] = useReducer(advanced, begun(0));
  const [isLost, setLost] = useState(false);
  const [openings, setOpenings] = useState(0);
  useEffect(() => {
    if (!follows) return;
    let again: ReturnType<typeof setTimeout> | undefined;
    const readAnew = () => void queries.invalidateQueries({ queryKey: caseOf(caseId).queryKey });
    const source = new EventSource(`/api/cases/${encodeURIComponent(caseId)}/events`);
    source.onopen = () => setLost(false);
    source.onerror = () => {
      setLost(true);
      if (source.readyState !== EventSource.CLOSED) return;
      readAnew();
      again = setTimeout(() => setOpenings((count) => count + 1), AGAIN_MS);
    };
    const listen = (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as CaseEvent;
      tell(event);
      if (event.type === "recommendation.ready") readAnew();
    };
    for (const type of TOLD) source.addEventListener(type, listen);
    return () => {
      clearTimeout(again);
      source.close();
    };
  }, [caseId, follows, openings, queries]);
  return { progress, isLost };
}
