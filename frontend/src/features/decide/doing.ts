import { useState } from "react";

import type { Schema } from "@/api/client";

/** The revision that somebody read when a form was opened. What the form sends is for this one and no other. */
export type Bound = Readonly<{ number: number; digest: string }>;

/** What a form works on: the case as it is shown, what may be done, and the revision that it is bound to. */
export type Doing = Readonly<{
  found: Schema["CaseAnswer"];
  revision: Schema["RevisionAnswer"];
  told: Schema["PermittedAnswer"];
  bound: Bound;
  /** Why nothing may be sent now; null where it may. */
  stop: Stop | null;
  /** Whether it is on the screen, and not behind another tab. */
  isShown: boolean;
  onLook: () => void;
  onDone: (answer?: unknown) => void;
  onCancel: () => void;
}>;

/** What happened since the form was opened: a newer revision, a review under way, or another act that rules this out. */
export type Stop = "newer" | "running" | "changed";

/** Whether what is on the screen is still what the form was opened on. `isOffered`: the act may still be done. */
export function stopOf(
  bound: Bound,
  told: Pick<Schema["PermittedAnswer"], "digest" | "revision">,
  isOffered: boolean,
): Stop | null {
  if (told.digest === null) return "running";
  if (told.digest !== bound.digest) return "newer";
  return isOffered ? null : "changed";
}

export function boundTo({ number, digest }: Schema["RevisionAnswer"]): Bound {
  return { number, digest };
}

/** A form's stated fields, each changed by its name. */
export function useStated<Fields extends object>(first: Fields | (() => Fields)) {
  const [stated, setStated] = useState(first);
  const say =
    <Name extends keyof Fields>(name: Name) =>
    (value: Fields[Name]) =>
      setStated((before) => ({ ...before, [name]: value }));
  return [stated, say] as const;
}
