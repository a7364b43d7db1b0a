import type { Texts } from "@/texts/en";

export const review: Texts["review"] = {
  title: "Revisión",
  back: "Volver a la lista",
  next: "Caso siguiente",
  born: "nacimiento",
  member: "N.º de afiliado",
  tabs: { review: "Revisión", facts: "Hechos", checks: "Comprobaciones", decide: "Decidir", history: "Historial" },
  unnamed: "La dirección no indica ningún caso. Ábralo desde la lista.",
};
