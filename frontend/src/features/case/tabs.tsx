"use client";

import { useSearchParams } from "next/navigation";
import { Tabs } from "radix-ui";
import type { ReactNode } from "react";

import { amendAddress } from "@/lib/address";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

export const CASE_TABS = ["review", "facts", "checks", "decide", "history"] as const;
export type CaseTab = (typeof CASE_TABS)[number];

/** Tabs that stay on the page while another is read: what was typed there is kept, and their keys act. */
const KEPT: ReadonlySet<CaseTab> = new Set(["decide"]);

/** The tab that the page's address names, and how to go to another: the address follows, so a reload stays there. */
export function useCaseTab(): [CaseTab, (tab: CaseTab) => void] {
  const address = useSearchParams();
  return [tabIn(address), showCaseTab];
}

/** Goes to a tab of the case on the screen. */
export function showCaseTab(chosen: CaseTab): void {
  if (tabIn(new URLSearchParams(window.location.search)) !== chosen) amendAddress({ tab: chosen });
}

function tabIn(address: Pick<URLSearchParams, "get">): CaseTab {
  return CASE_TABS.find((one) => one === address.get("tab")) ?? "review";
}

/** The right side of a case, one part at a time. */
export function CaseTabs({ parts }: { parts: Readonly<Record<CaseTab, ReactNode>> }) {
  const t = useTexts();
  const [tab, choose] = useCaseTab();
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(chosen) => choose(chosen as CaseTab)}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Tabs.List aria-label={t.review.title} className="border-line bg-surface flex gap-1 border-b px-3">
        {CASE_TABS.map((one) => (
          <Tabs.Trigger
            key={one}
            value={one}
            className={cn(
              "text-ink-soft hover:text-ink -mb-px border-b-2 border-transparent px-3 py-2",
              "data-[state=active]:border-accent data-[state=active]:text-ink data-[state=active]:font-medium",
            )}
          >
            {t.review.tabs[one]}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {CASE_TABS.map((one) => (
        <Tabs.Content
          key={one}
          value={one}
          forceMount={KEPT.has(one) || undefined}
          className="panes:min-h-0 panes:flex-1 panes:overflow-auto relative space-y-3 p-3 data-[state=inactive]:hidden"
        >
          {parts[one]}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
