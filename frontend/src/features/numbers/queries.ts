import { queryOptions } from "@tanstack/react-query";

import { read } from "@/api/client";
import { asked, type NumbersFilters } from "@/features/numbers/filters";

export const operations = (filters: NumbersFilters) =>
  queryOptions({
    queryKey: ["operations", asked(filters)],
    queryFn: ({ signal }) => read("/api/metrics/operations", { params: { query: asked(filters) }, signal }),
  });

export const overrides = (filters: NumbersFilters) =>
  queryOptions({
    queryKey: ["overrides", asked(filters)],
    queryFn: ({ signal }) => read("/api/metrics/overrides", { params: { query: asked(filters) }, signal }),
  });

export const yearly = (year: number) =>
  queryOptions({
    queryKey: ["yearly", year],
    queryFn: ({ signal }) => read("/api/metrics/prior-authorization", { params: { query: { year } }, signal }),
  });
