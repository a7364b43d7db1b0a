import type { Texts } from "@/texts/en";
import { plural } from "@/texts/plural";

export const live: Texts["live"] = {
  agents: { compliance: "Cumplimiento", clinical: "Clínico", coverage: "Cobertura", synthesis: "Síntesis" },
  agentState: {
    waiting: "En espera",
    working: "Trabajando",
    done: "Terminado",
    failed: "Falló",
    kept: "Se conserva",
  },
  keptHint: "Lo encontró la revisión anterior y sigue siendo válido.",
  lookups: (count) => plural(count, "consulta", "consultas"),
  lookupsOf: (agent) => `Consultas de ${agent}`,
  live: "La revisión, en directo",
  revision: (number) => `revisión ${number}`,
  attempt: (number) => `retomada, intento ${number}`,
  phase: {
    preflight: "Se comprueba la forma de la solicitud",
    reading: "Se comprueba la solicitud y se lee el expediente",
    coverage: "Se compara con las políticas",
    synthesis: "Se pondera lo encontrado",
    ready: "El borrador está listo",
  },
  lost: "Se perdió la conexión. Se vuelve a abrir sola y no se pierde nada de la revisión.",
  resumes: "Puede salir de esta página o recargarla: la revisión continúa y la página la retoma.",
  failed: "Agentes que no dieron resultados",
  failedHint: "Lo que habrían encontrado queda sin evaluar. No cuenta ni a favor ni en contra de la solicitud.",
  again: (agent) => `Ejecutar ${agent} de nuevo`,
  running: "En ejecución",
  whoActs: "Elija arriba quién actúa para ejecutar un agente de nuevo.",
};
