import type { Schema } from "@/api/client";
import { CodesPanel } from "@/features/checks/codes";
import { CompliancePanel } from "@/features/checks/compliance";
import { LookupsPanel } from "@/features/checks/lookups";
import { ProvidersPanel } from "@/features/checks/providers";
import { SupplementaryPanel } from "@/features/checks/supplementary";
import { UniversalPanel } from "@/features/checks/universal";
import { UsagePanel } from "@/features/checks/usage-panel";

/** What was checked beside the policies' own criteria, every lookup that was made for it, and what models used. */
export function ChecksTab({ revision }: { revision: Schema["RevisionAnswer"] }) {
  return (
    <>
      <CompliancePanel compliance={revision.compliance} />
      <CodesPanel revision={revision} />
      <ProvidersPanel coverage={revision.coverage} />
      <UniversalPanel coverage={revision.coverage} />
      <SupplementaryPanel clinical={revision.clinical} />
      <LookupsPanel revision={revision} />
      <UsagePanel usage={revision.model_usage} />
    </>
  );
}
