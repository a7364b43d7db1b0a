import type { Schema } from "@/api/client";
import { Pick } from "@/features/decide/fields";
import { useTexts } from "@/texts";

type Props<Value> = { label: string; path: string; value: Value; onPick: (value: Value) => void };

export function PartyField(props: Props<Schema["Party"]>) {
  const t = useTexts();
  return <Pick {...props} options={optionsOf(t.forms.party)} />;
}

export function ChannelField(props: Props<Schema["Channel"]>) {
  const t = useTexts();
  return <Pick {...props} options={optionsOf(t.forms.channel)} />;
}

export function optionsOf<Value extends string>(
  words: Readonly<Record<Value, string>>,
): readonly { value: Value; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value: value as Value, label: label as string }));
}
