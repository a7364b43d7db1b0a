import type { FormEvent } from "react";

import type { Schema } from "@/api/client";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { BUSINESSES, lastDays, type NumbersFilters } from "@/features/numbers/filters";
import { amendAddress } from "@/lib/address";
import { useTexts } from "@/texts";

const USUAL = [7, 30, 90] as const;

/** Which days and which line of business. They stand in the page's address; the form shows those that hold. */
export function FilterForm({
  filters,
  shown,
  today,
}: {
  filters: NumbersFilters;
  shown: Schema["Days"] | undefined;
  today: string;
}) {
  const t = useTexts();
  const choose = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget);
    amendAddress({ from: String(chosen.get("from")), to: String(chosen.get("to")) });
  };
  const [from, to] = [filters.from ?? shown?.first ?? "", filters.to ?? shown?.last ?? ""];
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <form
        key={`${from} ${to}`}
        aria-label={t.numbers.filters.label}
        onSubmit={choose}
        className="flex flex-wrap items-center gap-2"
      >
        <DayField name="from" label={t.numbers.filters.from} value={from} />
        <DayField name="to" label={t.numbers.filters.to} value={to} />
        <Button type="submit" variant="primary">
          {t.numbers.filters.apply}
        </Button>
      </form>
      {USUAL.map((days) => (
        <Button key={days} onClick={() => amendAddress(lastDays(today, days))}>
          {t.numbers.last(days)}
        </Button>
      ))}
      <Choice
        label={t.numbers.filters.business}
        value={filters.line_of_business ?? ""}
        options={[
          { value: "", label: t.numbers.filters.all },
          ...BUSINESSES.map((one) => ({ value: one, label: t.business[one] })),
        ]}
        onChoose={(business) => amendAddress({ line_of_business: business || undefined })}
      />
    </div>
  );
}

function DayField({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label className="text-ink-soft flex items-center gap-1.5 text-xs">
      {label}
      <input
        type="date"
        name={name}
        defaultValue={value}
        className="border-line-strong bg-surface text-ink h-8 rounded-md border px-2 text-sm"
      />
    </label>
  );
}
