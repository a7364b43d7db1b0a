import { describe, expect, it } from "vitest";

import { extentOf } from "@/features/record/pages";

const stretch = (document_id: string, start: number, end: number) => ({ document_id, start, end, reason: "" });

describe("extentOf", () => {
  it("counts documents where none has page breaks, and pages where one has", () => {
    expect(
      extentOf(
        [
          { id: "d1", text: "a" },
          { id: "d2", text: "b" },
        ],
        [],
      ),
    ).toEqual({ unit: "documents", all: 2, read: 2 });
    expect(
      extentOf(
        [
          { id: "d1", text: "a\fb" },
          { id: "d2", text: "c" },
        ],
        [],
      ),
    ).toEqual({ unit: "pages", all: 3, read: 3 });
  });

  it("does not count what names another person, nor an empty page, as read", () => {
    const documents = [{ id: "d1", text: "one\ftwo 🫁 words\f \fsix" }];
    expect(extentOf(documents, [stretch("d1", 4, 15)])).toEqual({ unit: "pages", all: 4, read: 2 });
  });

  it("counts a page as read where a part of it was", () => {
    expect(extentOf([{ id: "d1", text: "one two" }], [stretch("d1", 0, 3)])).toEqual({
      unit: "documents",
      all: 1,
      read: 1,
    });
  });
});
