import { FileText, UserRoundCheck } from "lucide-react";

import type { Schema } from "@/api/client";
import { Badge } from "@/components/ui/badge";
import { VerificationBadge } from "@/features/policies/verification-mark";
import { cn } from "@/lib/cn";
import { useTexts } from "@/texts";

type Node = Schema["ExplainedNode"];

const INHERITED = ["source", "verification", "send"] as const satisfies readonly (keyof Node)[];

/** A node of a policy's criteria, and below it what it is made of. What it shares with the one above is not repeated. */
export function PolicyNode({ node, above }: { node: Node; above: Node | null }) {
  const isLeaf = node.children.length === 0;
  const hasOwn = node.title ?? node.text ?? node.reserved;
  const isAlike = above !== null && INHERITED.every((key) => node[key] === above[key]);
  const isBare = !isLeaf && !hasOwn && isAlike;
  return (
    <li>
      {!isBare && <NodeBox node={node} above={above} />}
      {!isLeaf && (
        <div className="border-line-strong mt-1.5 ml-3 border-l-2 pl-3">
          <p className="text-ink-soft mb-1 text-xs font-semibold">
            <Operator node={node} />
          </p>
          <ul className="space-y-1.5">
            {node.children.map((child) => (
              <PolicyNode key={child.id} node={child} above={node} />
            ))}
          </ul>
        </div>
      )}
    </li>
  );
}

/** What the node says, computes and asks for, and how sure we are of it. */
function NodeBox({ node, above }: { node: Node; above: Node | null }) {
  const t = useTexts();
  const isLeaf = node.children.length === 0;
  return (
    <div
      className={cn(
        "border-line rounded-md border px-3 py-2",
        node.reserved ? "border-line-strong bg-raised border-dashed" : "bg-surface",
      )}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <p lang="en" className="min-w-0 flex-1 basis-64">
          {node.title && <span className="font-medium">{node.title}. </span>}
          {node.text ?? (isLeaf || !node.title ? node.asks : "")}
        </p>
        <Marks node={node} above={above} />
      </div>
      {isLeaf && node.text && node.kind !== "judgement" && (
        <p className="text-ink-soft mt-1 text-xs">
          {t.policies.computed}: <span lang="en">{node.asks}</span>
        </p>
      )}
      {node.send && node.send !== above?.send && (
        <p className="mt-1 flex gap-1.5 text-xs">
          <FileText aria-hidden className="text-ink-soft mt-0.5 size-3.5 shrink-0" />
          <span>
            <span className="font-semibold">{t.criteria.send}: </span>
            <span lang="en">{node.send}</span>
          </span>
        </p>
      )}
      {node.source !== above?.source && (
        <p className="text-ink-soft mt-1 text-xs">
          {t.policies.source}: <span lang="en">{node.source}</span>
        </p>
      )}
    </div>
  );
}

/** How the parts of a whole are to hold together. */
function Operator({ node }: { node: Node }) {
  const t = useTexts();
  if (node.count !== null && node.count !== undefined) return t.policies.atLeast(node.count);
  const kinds: Readonly<Record<string, string>> = t.criteria.kinds;
  return kinds[node.kind] ?? node.asks;
}

function Marks({ node, above }: { node: Node; above: Node | null }) {
  const t = useTexts();
  const differs = node.verification !== above?.verification;
  return (
    <span className="flex flex-wrap gap-1">
      {node.reserved && (
        <Badge tone="open">
          <UserRoundCheck aria-hidden />
          {t.policies.reserved[node.reserved]}
        </Badge>
      )}
      {differs && node.reserved !== "unverified" && <VerificationBadge sure={node.verification} />}
      {node.presumed_absent && <Badge>{t.policies.presumed}</Badge>}
      {node.for_codes.length > 0 && <Badge>{t.policies.only(node.for_codes.join(", "))}</Badge>}
    </span>
  );
}
