import type { Texts } from "@/texts/en";

export const keys: Texts["keys"] = {
  title: "Teclas de esta página",
  close: "Cerrar",
  list: "Muestra esta lista",
  single: "Las teclas sueltas actúan",
  singleHint: "Desactívelas si dicta o si pulsa teclas sin querer. Se guarda en este navegador.",
  names: { Enter: "Intro", " ": "Espacio", Escape: "Esc" },
};
