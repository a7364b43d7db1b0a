import { useQuery } from "@tanstack/react-query";

import { Choice } from "@/components/ui/choice";
import { samples } from "@/features/submit/queries";
import { useTexts } from "@/texts";

/** Cases to start from: invented people with whole records. `isFailed` where the one last chosen did not come. */
export function Samples({ isFailed, onChoose }: { isFailed: boolean; onChoose: (name: string) => void }) {
  const t = useTexts();
  const { data } = useQuery(samples);
  const options = Object.keys(data ?? {}).map((name) => ({ value: name, label: told(name) }));
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Choice
        label={t.submit.sample}
        value=""
        options={[{ value: "", label: t.submit.choose }, ...options]}
        onChoose={(name) => {
          if (name) onChoose(name);
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
