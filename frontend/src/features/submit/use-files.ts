import { type DragEvent, useEffect, useState } from "react";
import { useQuery } from "@tanstack/react-query";

import type { Schema } from "@/api/client";
import { health } from "@/api/queries";
import { type Draft, fieldOf, isRowEmpty, withRow, withValue } from "@/features/submit/draft";
import { useForm } from "@/features/submit/form";
import { textOf } from "@/features/submit/queries";

/** Files that were given: those that are being read, and those that were not taken, with what stood against it. */
export type GivenFiles = {
  reading: readonly string[];
  refused: readonly { name: string; error: unknown }[];
  isOver: boolean;
  take: (files: readonly File[]) => void;
  target: {
    onDragOver: (event: DragEvent) => void;
    onDragLeave: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
  };
};

/** Reads files that are chosen or dropped, each into a document of the draft. */
export function useFiles(): GivenFiles {
  const { change } = useForm();
  const { data: known } = useQuery(health);
  const [reading, setReading] = useState<readonly string[]>([]);
  const [refused, setRefused] = useState<GivenFiles["refused"]>([]);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const stay = (event: Event) => event.preventDefault();
    window.addEventListener("dragover", stay);
    window.addEventListener("drop", stay);
    return () => {
      window.removeEventListener("dragover", stay);
      window.removeEventListener("drop", stay);
    };
  }, []);
  const takeOne = async (file: File) => {
    setReading((names) => [...names, file.name]);
    try {
      const found = await textOf(file, known?.max_body_bytes);
      change((draft) => withFile(draft, file.name, found));
    } catch (error) {
      setRefused((others) => [...others, { name: file.name, error }]);
    } finally {
      setReading((names) => names.toSpliced(names.indexOf(file.name), 1));
    }
  };
  const take = (files: readonly File[]) => {
    setRefused([]);
    void files.reduce((before, file) => before.then(() => takeOne(file)), Promise.resolve());
  };
  const target = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take(Array.from(event.dataTransfer.files));
    },
  };
  return { reading, refused, isOver, take, target };
}

/** The draft with what was read from a file: in its first document without a word, else in a new one. */
export function withFile(draft: Draft, name: string, found: Schema["ExtractedText"]): Draft {
  const title = name.replace(/\.[^.]+$/, "");
  const values = { title, text: found.text, notes: found.notes.join("\n"), source: "file" };
  const row = draft.rows.documents.find((one) => isRowEmpty(draft, "documents", one));
  if (!row) return withRow(draft, "documents", values);
  return Object.entries(values).reduce(
    (changed, [field, value]) => withValue(changed, fieldOf("documents", row, field), value),
    draft,
  );
}
