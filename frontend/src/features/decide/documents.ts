import type { Schema } from "@/api/client";

export type Form = "pdf" | "html" | "plain" | "markdown";

/** One form of a document: where it is, and what it is saved as. The name holds the case's number and no one's name. */
export type DocumentForm = Readonly<{ form: Form; href: string; file: string; digest: string | null }>;

/** A document with all forms that it was issued in, the PDF first. */
export type IssuedDocument = Readonly<{
  key: string;
  title: string;
  issuedAt: string | null;
  forms: readonly DocumentForm[];
}>;

const ENDINGS: Readonly<Record<Form, string>> = { pdf: "pdf", html: "html", plain: "txt", markdown: "md" };
const ORDER: readonly Form[] = ["pdf", "html", "plain", "markdown"];
/** What a document's id ends with for its form; the rest is what it is of. */
const FORM_OF_ID = /-(pdf|html|text)$/;

/** The documents that were issued of a case, the newest first, each with its forms. */
export function documentsOf(caseId: string, issued: readonly Schema["IssuedAnswer"][]): readonly IssuedDocument[] {
  const groups = new Map<string, Schema["IssuedAnswer"][]>();
  for (const one of issued) {
    const key = one.id.replace(FORM_OF_ID, "");
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups]
    .map(([key, all]) => ({
      key,
      title: all[0]!.title,
      issuedAt: all[0]!.issued_at,
      forms: all
        .map((one) => formOf(`${caseId}-${key}`, one))
        .sort((a, b) => ORDER.indexOf(a.form) - ORDER.indexOf(b.form)),
    }))
    .reverse();
}

/** The audit justification as it stands: made for each reading until it is issued. */
export function auditDocumentOf(caseId: string, title: string): IssuedDocument {
  const href = `/api/cases/${caseId}/audit.pdf`;
  return {
    key: "audit",
    title,
    issuedAt: null,
    forms: [{ form: "pdf", href, file: `${caseId}-audit.pdf`, digest: null }],
  };
}

function formOf(name: string, { media_type, links, digest }: Schema["IssuedAnswer"]): DocumentForm {
  const kind = media_type.split(";")[0]!.split("/")[1] ?? "";
  const form = ORDER.find((one) => one === kind) ?? "plain";
  return { form, href: links.self ?? "", file: `${name}.${ENDINGS[form]}`, digest };
}
