import type { Schema } from "@/api/client";
import { Panel } from "@/components/ui/panel";
import { CodesBySureness } from "@/features/policies/codes";
import { useTexts } from "@/texts";

/** Which diagnoses the policy covers or excludes, and how a coded one is matched. */
export function DiagnosesPanel({
  diagnoses,
  described,
}: {
  diagnoses: Schema["Diagnoses"];
  described: Readonly<Record<string, string>>;
}) {
  const t = useTexts();
  const lists = [
    [t.policies.covered, diagnoses.covered],
    [t.policies.excluded, diagnoses.excluded],
  ] as const;
  return (
    <Panel title={t.policies.diagnoses}>
      <p>{t.policies.alignment[diagnoses.alignment]}</p>
      {diagnoses.indications.length > 0 && (
        <ul lang="en" className="mt-1 list-disc pl-5">
          {diagnoses.indications.map((name) => (
            <li key={name}>{name.replaceAll("_", " ")}</li>
          ))}
        </ul>
      )}
      {lists.map(
        ([title, codes]) =>
          codes.length > 0 && (
            <div key={title} className="mt-3">
              <h3 className="mb-1 font-medium">
                {title} ({codes.length})
              </h3>
              <CodesBySureness codes={codes} described={described} />
            </div>
          ),
      )}
    </Panel>
  );
}
