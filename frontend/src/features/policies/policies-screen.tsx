"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";

import { filtersIn, type View } from "@/features/policies/filters";
import { PolicyList } from "@/features/policies/policy-list";
import { PolicyPage } from "@/features/policies/policy-page";

/** The library of policies: all of them, or the one that the address names. What is searched for outlives a reading. */
export function PoliciesScreen() {
  const address = useSearchParams();
  const [text, setText] = useState("");
  const filters = filtersIn(address);
  const id = address.get("id");
  if (!id) return <PolicyList filters={filters} text={text} onText={setText} />;
  const view: View = address.get("view") === "bench" ? "bench" : "read";
  return <PolicyPage key={id} place={{ id, version: address.get("version"), view }} filters={filters} />;
}
