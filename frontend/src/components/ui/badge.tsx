import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

const look = cva("inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium [&_svg]:size-3.5", {
  variants: {
    tone: {
      plain: "bg-raised text-ink-soft ring-1 ring-inset ring-line",
      accent: "bg-accent-tint text-accent",
      good: "bg-good-tint text-good",
      bad: "bg-bad-tint text-bad",
      open: "bg-open-tint text-open",
    },
  },
  defaultVariants: { tone: "plain" },
});

export type Tone = NonNullable<VariantProps<typeof look>["tone"]>;

export function Badge({ className, tone, ...props }: ComponentProps<"span"> & VariantProps<typeof look>) {
  return <span className={cn(look({ tone }), className)} {...props} />;
}
