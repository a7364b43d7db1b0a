"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";

/** A link to another page of the workbench, which is fetched when the reader makes for it, and not beside this page's own. */
export function PlaceLink({ href, className, children }: { href: string; className: string; children: ReactNode }) {
  const router = useRouter();
  const fetchEarly = () => router.prefetch(href);
  return (
    <Link href={href} prefetch={false} onPointerEnter={fetchEarly} onFocus={fetchEarly} className={className}>
      {children}
    </Link>
  );
}
