import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { read, type Schema, send } from "@/api/client";

/** A policy, and which version of it; the newest where none is named. */
export type Named = { id: string; version: string | null };

export const policies = queryOptions({
  queryKey: ["policies"],
  queryFn: ({ signal }) => read("/api/policies", { signal }),
  staleTime: Infinity,
});

const parametersOf = ({ id, version }: Named) => ({ path: { policy_id: id }, query: version ? { version } : {} });

export const policyOf = (named: Named) =>
  queryOptions({
    queryKey: ["policy", named],
    queryFn: ({ signal }) => read("/api/policies/{policy_id}", { params: parametersOf(named), signal }),
    staleTime: Infinity,
  });

/** A trial is forgotten as soon as another one takes its place. */
export const trialOf = (named: Named, body: Schema["TrialRequest"] | null) =>
  queryOptions({
    queryKey: ["trial", named, body],
    queryFn: ({ signal }) =>
      send("/api/policies/{policy_id}/trial", { params: parametersOf(named), body: body!, signal }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  });

/** What is asked of the programs; what is empty was not given. */
export type Asked = {
  code: string;
  state: string;
  date: string;
  setting: Schema["Setting"] | "";
  business: Schema["LineOfBusiness"];
};

export const requirementOf = (asked: Asked | null) =>
  queryOptions({
    queryKey: ["requirement", asked],
    queryFn: ({ signal }) => {
      const { code, state, date, setting, business } = asked!;
      const given = { ...(state && { state }), ...(date && { date }), ...(setting && { setting }) };
      return read("/api/requirements", { params: { query: { code, line_of_business: business, ...given } }, signal });
    },
    enabled: asked !== null,
    retry: false,
  });

/** The service's example cases, each with its name. They are of invented people. */
export const examples = queryOptions({
  queryKey: ["examples"],
  queryFn: async ({ signal }) => {
    const names = Object.keys(await read("/api/examples", { signal }));
    return Promise.all(
      names.map(async (name) => {
        const body = await read("/api/examples/{name}", { params: { path: { name } }, signal });
        return { name, body: body as Schema["CaseSubmission"] };
      }),
    );
  },
  staleTime: Infinity,
});
