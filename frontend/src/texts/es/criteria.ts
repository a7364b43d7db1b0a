import type { Texts } from "@/texts/en";

export const criteria: Texts["criteria"] = {
  line: (line, code) => `Línea ${line}: ${code}`,
  related: "relacionada, no vinculante",
  universal: "En todos los casos",
  optional: "no obligatorio",
  unverified: "fuente sin verificar",
  standing: { MET: "Cumplido", NOT_MET: "El expediente lo contradice", INSUFFICIENT: "No demostrado" },
  aside: { MET: "Sí", NOT_MET: "No", INSUFFICIENT: "No se sabe" },
  reserved: "A juicio del revisor",
  proposed: {
    MET: (model) => `${model} entiende que el expediente cumple esto. No decide nada; decide un profesional clínico.`,
    NOT_MET: (model) =>
      `${model} entiende que el expediente no cumple esto. No decide nada; decide un profesional clínico.`,
  },
  withheld: (profiles) =>
    `Según la ley de ${profiles}, nada automático puede sugerir una denegación. Lo que el borrador daría por contradicho queda a juicio del revisor, con sus hechos.`,
  kinds: {
    all_of: "Todo esto",
    any_of: "Al menos uno de estos",
    none_of: "Nada de esto",
    at_least_of: "Varios de estos",
  },
  send: "Qué enviar",
  evidence: (number) => `Mostrar el pasaje ${number} en su documento`,
  more: (count) => `${count} más`,
  fewer: "Menos",
  conflicts: "Donde las políticas discrepan",
  keys: { next: "Criterio siguiente", before: "Criterio anterior", passage: "Muestra ese pasaje del criterio" },
  notChecked: "No se comprueba aquí",
  contradicts: "El expediente lo contradice",
  states: "La documentación indica",
  speaksFor: "A favor",
  speaksAgainst: "En contra",
  notFoundIn: {
    pages: (read, all) =>
      read === all
        ? `No se encontró en ${read} de ${all} páginas legibles`
        : `No se encontró en ${read} de ${all} páginas; las demás no se pudieron leer`,
    documents: (read, all) =>
      read === all
        ? `No se encontró en ${read} de ${all} documentos legibles`
        : `No se encontró en ${read} de ${all} documentos; los demás no se pudieron leer`,
  },
};
