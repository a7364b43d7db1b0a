import type { Texts } from "@/texts/en";

export const recommendation: Texts["recommendation"] = {
  draft: "Borrador",
  stopped: "Se detuvo en",
  gates: "Etapas",
  gate: { gate_1_provider: "Proveedor", gate_2_codes: "Códigos", gate_3_necessity: "Necesidad médica" },
  gateOutcome: { PASS: "Superada", FAIL: "No superada", NOT_EVALUATED: "No evaluada" },
  stoppedHere: "El caso se detuvo aquí",
  notReached: "El caso se detuvo antes de esta etapa.",
  warnings: "A tener en cuenta",
  confidence: "Solidez de las pruebas",
  confidenceHint: "Cuán sólidas son las pruebas; no es la probabilidad de acertar. Nada se decide por ella.",
  components: {
    criteria: "Criterios",
    extraction: "Lectura",
    compliance: "Integridad",
    policy: "Política aplicable",
  },
  penalty: "Agentes que fallaron",
  columns: { part: "Parte", product: "Peso × valor", result: "Producto" },
  sum: "Suma",
  weakest: "El menos respaldado:",
  total: "En conjunto, redondeado a dos decimales, de 0 a 1",
  level: { HIGH: "alta", MEDIUM: "media", LOW: "baja" },
  missing: "Qué falta",
  critical: "necesario para decidir",
};
