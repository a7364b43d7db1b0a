import type { Texts } from "@/texts/en";
import { plural } from "@/texts/plural";

/** Lo que usaron los modelos de lenguaje. */
export const usage: Texts["usage"] = {
  title: "Lo que usó el modelo",
  columns: {
    agent: "Agente",
    calls: "Llamadas",
    read: "Tokens leídos",
    written: "Tokens escritos",
    cost: "Dólares estadounidenses",
  },
  together: "En conjunto",
  noPrice: "precio desconocido",
  cached: (count) => `${count} de los tokens leídos, de la caché del servidor`,
  failed: (count) => plural(count, "fallida", "fallidas"),
  estimated: (count) => plural(count, "estimada", "estimadas"),
  unpriced: (count) => `${count} sin precio`,
  said: "Se cuenta cada intento, también los fallidos. Lo que el servidor de un modelo no indicó se estima. La huella de los hallazgos no abarca estas cifras.",
};
