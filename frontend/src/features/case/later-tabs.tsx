"use client";

import dynamic from "next/dynamic";
import { useEffect } from "react";

import { whenIdle } from "@/lib/idle";
import { useTexts } from "@/texts";

const facts = () => import("@/features/facts/facts-tab");
const checks = () => import("@/features/checks/checks-tab");
const decide = () => import("@/features/decide/decide-tab");
const history = () => import("@/features/history/history-tab");

/* The tabs that are not read first: their scripts come after the review is there. */
export const FactsTab = dynamic(() => facts().then((tab) => tab.FactsTab), { ssr: false, loading: Loading });
export const ChecksTab = dynamic(() => checks().then((tab) => tab.ChecksTab), { ssr: false, loading: Loading });
export const DecideTab = dynamic(() => decide().then((tab) => tab.DecideTab), { ssr: false, loading: Loading });
export const HistoryTab = dynamic(() => history().then((tab) => tab.HistoryTab), { ssr: false, loading: Loading });

/** Fetches the tabs that are not read first as soon as the browser has nothing else to do, so that none is waited for. */
export function useLaterTabs(): void {
  useEffect(() => whenIdle(() => void Promise.allSettled([facts(), checks(), decide(), history()])), []);
}

function Loading() {
  return <p className="text-ink-soft">{useTexts().loading}</p>;
}
