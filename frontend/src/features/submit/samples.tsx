import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Choice } from "@/components/ui/choice";
import { samples } from "@/features/submit/queries";
import { useTexts } from "@/texts";

/** Cases to start from: invented people with whole records. */
export function Samples({ onChoose }: { onChoose: (name: string) => Promise<void> }) {
  const t = useTexts();
  const { data } = useQuery(samples);
  const [isFailed, setFailed] = useState(false);
  const options = Object.keys(data ?? {}).map((name) => ({ value: name, label: told(name) }));
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Choice
        label={t.submit.sample}
        value=""
        options={[{ value: "", label: t.submit.choose }, ...options]}
        onChoose={(name) => {
          setFailed(false);
          if (name) onChoose(name).catch(() => setFailed(true));
        }}
      />
      {isFailed && (
        <span role="alert" className="text-bad text-xs">
          {t.failed.unreachable}
        </span>
      )}
    </span>
  );
}

/** The name of a sample's file as words. */
export function told(name: string): string {
  return name.replaceAll("-", " ");
}
