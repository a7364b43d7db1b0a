"use client";

import { memo, useEffect, useMemo, useRef } from "react";

import { useChosen } from "@/features/case/chosen";
import type { Passage } from "@/features/criteria/passages";
import { chunksOf, type Piece, piecesOf } from "@/features/record/pieces";
import { layOut, layOutAround, TEXT_OF } from "@/features/record/text-places";
import { cn } from "@/lib/cn";
import { oneByOne } from "@/lib/idle";
import { scrollManner } from "@/lib/scrolling";

/**
 * A document's text with its passages marked. Its parts that are not seen are laid out one by one while the browser has
 * nothing else to do.
 */
export function MarkedText({
  documentId,
  text,
  passages,
}: {
  documentId: string;
  text: string;
  passages: readonly Passage[];
}) {
  const element = useRef<HTMLDivElement>(null);
  const chunks = useMemo(() => chunksOf(piecesOf(text, passages)), [text, passages]);
  const { passage: chosen, from, chooseInRecord } = useChosen();
  useEffect(() => oneByOne([...element.current!.children], layOut), [chunks]);
  return (
    <div
      ref={element}
      {...{ [TEXT_OF]: documentId }}
      className="py-3 font-serif text-[0.95rem] leading-7 break-words whitespace-pre-wrap"
    >
      {chunks.map((pieces, place) => (
        <div key={place} className="px-4 [contain-intrinsic-block-size:auto_120rem] [content-visibility:auto]">
          {pieces.map((piece, index) =>
            piece.passages.length === 0 ? (
              piece.text
            ) : (
              <MarkedPiece
                key={index}
                piece={piece}
                isChosen={piece.passages.some(({ key }) => key === chosen)}
                comesIntoView={from === "review" && piece.begins.some(({ key }) => key === chosen)}
                onChoose={chooseInRecord}
              />
            ),
          )}
        </div>
      ))}
    </div>
  );
}

/** Words that are evidence. Choosing them shows the criterion that rests on them. */
const MarkedPiece = memo(function MarkedPiece({
  piece: { text, passages, begins },
  isChosen,
  comesIntoView,
  onChoose,
}: {
  piece: Piece;
  isChosen: boolean;
  comesIntoView: boolean;
  onChoose: (passage: Passage) => void;
}) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!comesIntoView || !element.current) return;
    layOutAround(element.current);
    element.current.scrollIntoView({ block: "center", behavior: scrollManner() });
  }, [comesIntoView]);
  const choose = () => onChoose(passages.at(-1)!);
  return (
    <mark
      ref={element}
      role="button"
      tabIndex={begins.length > 0 ? 0 : -1}
      aria-pressed={isChosen}
      onClick={() => {
        if (window.getSelection()?.isCollapsed !== false) choose();
      }}
      onKeyDown={(event) => {
        if ((event.key === "Enter" && window.getSelection()?.isCollapsed !== false) || event.key === " ") {
          event.preventDefault();
          choose();
        }
      }}
      className={cn(
        "text-ink cursor-pointer rounded-sm select-text",
        isChosen ? "bg-mark-strong ring-accent ring-1" : "bg-mark",
      )}
    >
      {begins.map(({ key, number }) => (
        <sup key={key} aria-hidden className="text-ink mr-0.5 font-sans text-[0.65rem] font-semibold select-none">
          {number}
        </sup>
      ))}
      {text}
    </mark>
  );
});
