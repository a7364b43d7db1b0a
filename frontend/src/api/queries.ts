import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { read, type Schema, send } from "@/api/client";

/** What the queue is narrowed to. Nothing of a person: these stand in the page's address. */
export type QueueFilters = {
  status?: Schema["CaseStatus"];
  priority?: Schema["Priority"];
  assignee?: string;
  route?: Schema["Route"];
  due?: Due;
};

/** Until when a case whose time runs is due: before now, this midnight, a day from now, a week from now. */
export type Due = "overdue" | "today" | "day" | "week";

export const people = queryOptions({
  queryKey: ["people"],
  queryFn: ({ signal }) => read("/api/people", { signal }),
  staleTime: Infinity,
});

export const session = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => read("/api/session", { signal }),
  staleTime: Infinity,
  refetchOnWindowFocus: "always",
});

export const health = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => read("/health", { signal }),
  staleTime: Infinity,
});

const PAGE = 100;
const REFRESH_MS = 15_000;
const DAY_MS = 86_400_000;

/** The moment that a {@link Due} means, by the reader's own midnight. */
export function dueBefore(due: Due, now: Date): Date {
  if (due === "overdue") return now;
  if (due === "today") return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  return new Date(now.getTime() + (due === "day" ? 1 : 7) * DAY_MS);
}

/** The filters as the service takes them, at this moment. */
export function asked({ due, ...filters }: QueueFilters) {
  return due ? { ...filters, running: true, due_before: dueBefore(due, new Date()).toISOString() } : filters;
}

export const queue = (filters: QueueFilters) =>
  infiniteQueryOptions({
    queryKey: ["queue", filters],
    queryFn: ({ signal, pageParam }) => {
      const cursor = pageParam ? { cursor: pageParam } : {};
      return read("/api/cases", { params: { query: { ...asked(filters), ...cursor, limit: PAGE } }, signal });
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: REFRESH_MS,
  });

export const search = (text: string) =>
  queryOptions({
    queryKey: ["search", text],
    queryFn: ({ signal }) => {
      const body = { text, status: null, cursor: null, limit: PAGE };
      return send("/api/cases/search", { body, signal });
    },
    enabled: text.length >= 2,
  });

export const caseOf = (id: string) =>
  queryOptions({
    queryKey: ["case", id],
    queryFn: ({ signal }) => read("/api/cases/{case_id}", { params: { path: { case_id: id } }, signal }),
  });

/** A document's stored text. A document never changes, so it is asked for once. */
export const documentOf = (caseId: string, documentId: string) =>
  queryOptions({
    queryKey: ["document", caseId, documentId],
    queryFn: ({ signal }) => {
      const path = { case_id: caseId, document_id: documentId };
      return read("/api/cases/{case_id}/documents/{document_id}", { params: { path }, signal });
    },
    staleTime: Infinity,
  });
