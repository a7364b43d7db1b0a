import { useState } from "react";

import { Line, Pick } from "@/features/decide/fields";
import { instantOf, type Local, localOf, ownZone, zonesFrom } from "@/features/decide/moments";
import { useTexts } from "@/texts";

/** The days and times of a form, all in one time zone: the reader's own unless another is chosen. */
export function useZone() {
  const [zone, setZone] = useState(ownZone);
  return {
    zone,
    setZone,
    now: () => localOf(new Date(), zone),
    at: (local: Local) => instantOf(local, zone),
  };
}

export function ZoneField({ zone, onPick }: { zone: string; onPick: (zone: string) => void }) {
  const t = useTexts();
  const options = zonesFrom(ownZone()).map((one) => ({ value: one, label: one.replaceAll("_", " ") }));
  return <Pick label={t.forms.zone} path="" value={zone} options={options} onPick={onPick} />;
}

export function MomentField(props: { label: string; path: string; value: Local; onSay: (value: Local) => void }) {
  return <Line {...props} type="datetime-local" step={1} required />;
}
