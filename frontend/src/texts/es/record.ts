import type { Texts } from "@/texts/en";
import { plural } from "@/texts/plural";

export const record: Texts["record"] = {
  documents: "Documentos",
  noDocuments: "Este caso llegó sin documentos.",
  undated: "sin fecha",
  unsigned: "sin firma",
  passages: (count) => plural(count, "pasaje usado", "pasajes usados"),
  selection: "Palabras seleccionadas",
  usedBy: "Criterios que usan estas palabras",
  factsOf: "Hechos leídos en estas palabras",
  unused: "Ningún criterio usa estas palabras.",
  noFacts: "No se leyó ningún hecho en estas palabras.",
  add: "Añadir como hecho",
  clear: "Quitar la selección",
  keys: "Las flechas con Mayús seleccionan palabras; Intro lleva a su uso; Escape quita la selección.",
  lit: (words, document) => `Se muestra en ${document}: ${words}`,
};
