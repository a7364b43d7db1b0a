import "@/app/globals.css";

import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Metadata } from "next";
import type { ReactNode } from "react";

import { Providers } from "@/components/providers";
import { Shell } from "@/components/shell";

export const metadata: Metadata = { icons: "/icon.svg" };

/** Asks for what a page shows first, before its scripts are there. Built into each page, so it costs no request. */
const EARLY = readFileSync(join(process.cwd(), "src/api/ask-early.js"), "utf-8");

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: EARLY }} />
      </head>
      <body>
        <Providers>
          <Shell>{children}</Shell>
        </Providers>
      </body>
    </html>
  );
}
