import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { send } from "@/api/client";
import { session } from "@/api/queries";

/** The id of the person who acts from this browser; null where none was chosen, or as long as it is not known. */
export function useChosenPerson(): string | null {
  const { data } = useQuery(session);
  return data?.person?.id ?? null;
}

/** Lets another person act from this browser. What the service said to the one before is asked for anew. */
export function useChoosePerson(): (id: string | null) => void {
  const queries = useQueryClient();
  const choosing = useMutation({
    mutationFn: (person: string | null) => send("/api/session", { body: { person } }),
    onSuccess: async (answer) => {
      queries.setQueryData(session.queryKey, answer);
      await queries.invalidateQueries();
    },
  });
  return choosing.mutate;
}
