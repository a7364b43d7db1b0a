import type { Schema } from "@/api/client";
import { Line, Pick } from "@/features/decide/fields";
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

/** Whom somebody spoke or wrote to, as a line. */
export function WithWhomField(props: { required?: boolean; value: string; onSay: (value: string) => void }) {
  const t = useTexts();
  return <Line {...props} label={t.forms.with} path="/with_whom" maxLength={200} />;
}

export function optionsOf<Value extends string>(
  words: Readonly<Record<Value, string>>,
): readonly { value: Value; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value: value as Value, label: label as string }));
}
