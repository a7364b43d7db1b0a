"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useState } from "react";

import { Refusal } from "@/api/client";
import { TextsProvider } from "@/texts";

const RETRIES = 2;

/** What the service refused stays refused; what was not reachable is tried again. */
function worthTrying(failures: number, error: unknown): boolean {
  return failures < RETRIES && !(error instanceof Refusal && error.status < 500);
}

export function Providers({ children }: { children: ReactNode }) {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: worthTrying } } }));
  return (
    <ThemeProvider attribute="class" storageKey="priorauth.theme">
      <QueryClientProvider client={queries}>
        <TextsProvider>{children}</TextsProvider>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
