import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";

import { nextCase } from "@/features/queue/queries";
import { useShortcuts } from "@/lib/shortcuts";
import { useTexts } from "@/texts";

/** `n`, and what a button does: opens the next case that waits, after one or from the beginning. */
export function useNextCase(after?: string): { go: () => void; isNone: boolean; error: unknown } {
  const t = useTexts();
  const router = useRouter();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => nextCase(after),
    onSuccess: (id) => {
      if (id) router.push(`/case/?id=${encodeURIComponent(id)}`);
    },
  });
  const go = () => {
    if (!isPending) mutate();
  };
  useShortcuts({ n: { does: t.queue.does.nextCase, act: go } });
  return { go, isNone: data === null, error };
}
