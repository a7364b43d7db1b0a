import { Refusal } from "@/api/client";
import { problemsOf } from "@/features/decide/problems";
import { useTexts } from "@/texts";

/** What the service refused, in its own words, with every single thing that is wrong. */
export function Refused({ error }: { error: unknown }) {
  const t = useTexts();
  if (!error) return null;
  const isRefusal = error instanceof Refusal;
  const problems = problemsOf(error);
  return (
    <div
      role="alert"
      lang={isRefusal ? "en" : undefined}
      className="border-bad bg-bad-tint rounded-md border px-3 py-2"
    >
      <p>{isRefusal ? error.message : t.failed.unreachable}</p>
      {problems.length > 0 && (
        <ul className="mt-1 list-disc pl-5 text-xs">
          {problems.map(({ path, message }) => (
            <li key={path + message}>{message}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
