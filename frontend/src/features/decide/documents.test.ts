import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { auditDocumentOf, documentsOf } from "@/features/decide/documents";

const issued = (id: string, title: string, media_type: string): Schema["IssuedAnswer"] => ({
  id,
  title,
  media_type,
  digest: `sha256:${id}`,
  issued_at: "2026-11-23T09:00:00Z",
  links: { self: `/api/cases/PA-1/issued/${id}` },
});

describe("the documents of a case", () => {
  it("gathers the forms of each, the PDF first and the newest document first", () => {
    const found = documentsOf("PA-1", [
      issued("justification-initial", "Audit justification", "text/markdown; charset=utf-8"),
      issued("justification-initial-pdf", "Audit justification, signed", "application/pdf"),
      issued("letter-initial-html", "Approval", "text/html; charset=utf-8"),
      issued("letter-initial-pdf", "Approval", "application/pdf"),
      issued("letter-initial-text", "Approval", "text/plain; charset=utf-8"),
    ]);
    expect(found.map(({ title, forms }) => [title, forms.map(({ form }) => form)])).toEqual([
      ["Approval", ["pdf", "html", "plain"]],
      ["Audit justification", ["pdf", "markdown"]],
    ]);
    expect(found[0]?.forms[2]?.file).toBe("PA-1-letter-initial.txt");
  });

  it("has the audit justification before anything was issued", () => {
    expect(auditDocumentOf("PA-1", "Audit").forms[0]?.href).toBe("/api/cases/PA-1/audit.pdf");
  });
});
