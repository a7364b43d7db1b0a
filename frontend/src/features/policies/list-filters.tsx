import { Choice } from "@/components/ui/choice";
import { BUSINESSES, type Filters, FORCES, GROUPS, SURE } from "@/features/policies/filters";
import { amendAddress } from "@/lib/address";
import { useTexts } from "@/texts";

/** What the list is narrowed to. A choice goes into the page's address. */
export function ListFilters({ filters, states }: { filters: Filters; states: readonly string[] }) {
  const t = useTexts();
  const labels = t.policies.filters;
  const choice = <Name extends keyof Filters>(
    name: Name,
    values: readonly NonNullable<Filters[Name]>[],
    words: (value: NonNullable<Filters[Name]>) => string,
  ) => (
    <Choice<string>
      label={labels[name]}
      value={filters[name] ?? ""}
      options={[{ value: "", label: t.policies.all }, ...values.map((value) => ({ value, label: words(value) }))]}
      onChoose={(value) => amendAddress({ [name]: value })}
    />
  );
  return (
    <>
      {choice("kind", GROUPS, (kind) => t.policies.groups[kind])}
      {choice("state", states, (state) => state)}
      {choice("business", BUSINESSES, (business) => t.business[business])}
      {choice("sure", SURE, (sure) => t.policies.sure[sure])}
      {choice("force", FORCES, (force) => t.policies.force[force])}
    </>
  );
}
