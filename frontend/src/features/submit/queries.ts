import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { read, type Schema, send } from "@/api/client";
import { checkSize } from "@/features/submit/size";
import type { Submission } from "@/features/submit/submission";

const SHOWN = 12;

export const samples = queryOptions({
  queryKey: ["examples"],
  queryFn: ({ signal }) => read("/api/examples", { signal }),
  staleTime: Infinity,
});

/** The body of a sample. The service answers with the very body that can be submitted. */
export async function sampleOf(name: string): Promise<Partial<Schema["CaseSubmission"]>> {
  const body: unknown = await read("/api/examples/{name}", { params: { path: { name } } });
  return body as Partial<Schema["CaseSubmission"]>;
}

export const codes = (kind: Schema["CodeKind"], text: string, date: string | null) =>
  queryOptions({
    queryKey: ["codes", kind, text, date],
    queryFn: ({ signal }) => send("/api/codes/search", { body: { text, kind, date, limit: SHOWN }, signal }),
    enabled: text.length > 0 && text.length <= 80,
    staleTime: Infinity,
    retry: false,
    placeholderData: keepPreviousData,
  });

/** What the registry says of a number. One that has not ten digits is not asked for yet. */
export const provider = (number: string) =>
  queryOptions({
    queryKey: ["provider", number],
    queryFn: ({ signal }) => read("/api/providers/{number}", { params: { path: { number } }, signal }),
    enabled: /^\d{10}$/.test(number),
    staleTime: Infinity,
    retry: false,
  });

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  txt: "text/plain",
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

/** What a chooser of files shows. */
export const FILE_KINDS = ".txt,.docx,.pdf";

/** The text of a file, read by the service, which keeps nothing of it. Throws `TooLarge` over `most` bytes. */
export async function textOf(file: File, most: number | undefined): Promise<Schema["ExtractedText"]> {
  checkSize(file.size, most);
  const ending = file.name.slice(file.name.lastIndexOf(".") + 1).toLowerCase();
  const type = MEDIA_TYPES[ending] ?? (file.type || "application/octet-stream");
  return send("/api/documents/text", {
    // The description calls bytes a string; they are sent as they are.
    body: file as unknown as string,
    bodySerializer: (bytes) => bytes as unknown as File,
    headers: { "Content-Type": type },
  });
}

/**
 * Submits a draft. The same key and draft give the same case, however often they are sent. Throws `TooLarge` over `most`
 * bytes.
 */
export async function submit({ body }: Submission, key: string, most: number | undefined): Promise<Schema["Accepted"]> {
  checkSize(new Blob([JSON.stringify(body)]).size, most);
  return send("/api/cases", { body, params: { header: { "Idempotency-Key": key } } });
}
