import { queryOptions } from "@tanstack/react-query";

import { read } from "@/api/client";

/** The concepts by name. They change with the rule book, not while one works. */
export const vocabulary = queryOptions({
  queryKey: ["vocabulary"],
  queryFn: ({ signal }) => read("/api/vocabulary", { signal }),
  staleTime: Infinity,
});

/** The concepts with the words that clinicians use for them: five times as long, for who searches. */
export const vocabularyWithCues = queryOptions({
  queryKey: ["vocabulary", "cues"],
  queryFn: ({ signal }) => read("/api/vocabulary", { params: { query: { cues: true } }, signal }),
  staleTime: Infinity,
});
