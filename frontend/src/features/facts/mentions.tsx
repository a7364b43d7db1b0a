"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { Badge } from "@/components/ui/badge";
import { useChosen } from "@/features/case/chosen";
import { useCorrecting } from "@/features/corrections/correcting";
import { WhyForm } from "@/features/corrections/why-form";
import { useReading } from "@/features/facts/reading";
import { type Mention, placeOf, type Statement } from "@/features/facts/statements";
import { daySaid, quoteOf } from "@/features/facts/wording";
import { cn } from "@/lib/cn";
import { scrollManner } from "@/lib/scrolling";
import { useTexts } from "@/texts";

/** Where a statement stands: its words, one click from their place. Repeated ones are folded behind their count. */
export function Mentions({ statement: { mentions } }: { statement: Statement }) {
  const t = useTexts();
  const { fact: chosen } = useChosen();
  const [isUnfolded, setUnfolded] = useState(false);
  const isOpen = isUnfolded || mentions.slice(1).some(({ place }) => place === chosen);
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <div className="min-w-0 space-y-1">
      {(isOpen ? mentions : mentions.slice(0, 1)).map((mention) => (
        <MentionOf key={mention.place} mention={mention} />
      ))}
      {mentions.length > 1 && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setUnfolded(!isOpen)}
          className="text-ink-soft hover:text-ink inline-flex min-h-6 items-center gap-1 text-xs"
        >
          <Icon aria-hidden className="size-3.5" />
          {t.facts.mentions(mentions.length)}
        </button>
      )}
    </div>
  );
}

function MentionOf({ mention: { fact, place } }: { mention: Mention }) {
  const t = useTexts();
  const { titleOf } = useReading();
  const { fact: chosen, words, showWords } = useChosen();
  const element = useRef<HTMLDivElement>(null);
  const isChosen = chosen === place;
  const isLit = words === fact.evidence.spans || words.some((one) => isOf(one, fact));
  useEffect(() => {
    if (isChosen) element.current?.scrollIntoView({ block: "center", behavior: scrollManner() });
  }, [isChosen]);
  const quote = quoteOf(fact);
  const title = titleOf(fact.document_id);
  const written = fact.first_documented_on ?? fact.documented_on;
  return (
    <div
      ref={element}
      className={cn("flex flex-wrap items-start rounded-md", isChosen && "bg-accent-tint ring-accent ring-1")}
    >
      <button
        type="button"
        aria-pressed={isLit}
        onClick={() => showWords(fact.evidence.spans)}
        className={cn(
          "hover:bg-raised min-w-48 flex-1 rounded-md px-1.5 py-0.5 text-left",
          isLit && "bg-mark hover:bg-mark",
        )}
      >
        <span className="sr-only">{t.facts.showWords}: </span>
        <q className={cn("line-clamp-2 font-serif", isLit && "text-ink")}>{quote}</q>
        <span className={cn("block text-xs", isLit ? "text-ink" : "text-ink-soft")}>
          {[title, written && daySaid(written, t.locale), fact.section].filter(Boolean).join(" · ")}
        </span>
      </button>
      <NotStated mention={{ fact, place }} />
    </div>
  );
}

const isOf = (place: { document_id: string; start: number; end: number }, { evidence }: Mention["fact"]) =>
  evidence.spans.some(
    ({ document_id, start, end }) => document_id === place.document_id && start === place.start && end === place.end,
  );

/** Marks a fact as one that its words do not state. */
function NotStated({ mention: { fact } }: { mention: Mention }) {
  const t = useTexts();
  const { said } = useReading();
  const { obstacle, pending, add } = useCorrecting();
  const [isOpen, setOpen] = useState(false);
  const isMarked = pending.some((one) => one.kind === "misread" && placeOf(one.fact, [fact]) === 0);
  if (isMarked) return <Badge tone="open">{t.corrections.marked}</Badge>;
  if (obstacle) return null;
  const label = t.corrections.notStatedOf(said(fact));
  if (!isOpen) {
    return (
      <button
        type="button"
        aria-label={label}
        onClick={() => setOpen(true)}
        className="text-accent min-h-6 shrink-0 px-1.5 text-xs hover:underline"
      >
        {t.corrections.notStated}
      </button>
    );
  }
  return (
    <div className="w-full">
      <WhyForm
        label={label}
        onCollect={(why) => {
          add({ kind: "misread", fact, why });
          setOpen(false);
        }}
        onCancel={() => setOpen(false)}
      />
    </div>
  );
}
