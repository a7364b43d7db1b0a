import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";

import { documentOf } from "@/api/queries";
import type { Span } from "@/features/criteria/passages";
import { spanBetween } from "@/features/record/selection";
import { highlight, textAround, unitsBefore } from "@/features/record/text-places";

const NAME = "selected-words";

/**
 * The words of one document that are selected in the page, up to its end where the selection goes on. They are kept
 * while the reader writes about them elsewhere; a click into the record, or `clear`, ends it.
 */
export function useSelectedWords(caseId: string): { span: Span | null; clear: () => void } {
  const queries = useQueryClient();
  const [span, setSpan] = useState<Span | null>(null);
  const show = useCallback((chosen: Span | null, range: Range | null) => {
    highlight(NAME, range ? [range] : []);
    setSpan((before) => (isSame(before, chosen) ? before : chosen));
  }, []);
  const clear = useCallback(() => {
    window.getSelection()?.removeAllRanges();
    show(null, null);
  }, [show]);
  useEffect(() => {
    let frame = 0;
    const look = () => {
      const selection = window.getSelection();
      if (!selection || selection.rangeCount === 0) return;
      const range = selection.getRangeAt(0);
      const from = textAround(range.startContainer);
      if (!from) return;
      if (range.collapsed) return show(null, null);
      const text = queries.getQueryData(documentOf(caseId, from.documentId).queryKey)?.text;
      if (text === undefined) return;
      const own = range.cloneRange();
      if (!from.element.contains(range.endContainer)) own.setEnd(from.element, from.element.childNodes.length);
      const start = unitsBefore(from.element, own.startContainer, own.startOffset);
      const end = unitsBefore(from.element, own.endContainer, own.endOffset);
      show(spanBetween(from.documentId, text, start, end), own);
    };
    const listen = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    document.addEventListener("selectionchange", listen);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener("selectionchange", listen);
      highlight(NAME, []);
    };
  }, [caseId, queries, show]);
  return { span, clear };
}

function isSame(one: Span | null, other: Span | null): boolean {
  return one?.document_id === other?.document_id && one?.start === other?.start && one?.end === other?.end;
}
