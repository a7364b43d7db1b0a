import type { words as original } from "@/texts/en/words";

export const words: typeof original = {
  status: {
    received: "Recibido",
    in_review: "En revisión",
    recommended: "Listo para decidir",
    information_requested: "Información solicitada",
    escalated: "Elevado",
    peer_to_peer_scheduled: "Consulta entre pares programada",
    peer_to_peer_held: "Consulta entre pares realizada",
    determined: "Resuelto",
    appealed: "Apelado",
    withdrawn: "Retirado",
    closed: "Cerrado",
    deleted: "Eliminado",
  },
  priority: { standard: "Estándar", expedited: "Acelerada" },
  route: {
    NEEDS_INFORMATION: "falta información",
    NEEDS_PHYSICIAN: "requiere un médico",
    CORRECT_REQUEST: "solicitud por corregir",
    NOT_EVALUATED: "no evaluado",
  },
  outcome: { APPROVE: "Aprobar", PEND: "Pendiente" },
  determined: { approved: "Aprobado", partially_approved: "Aprobado en parte", adverse: "Adverso" },
  clock: {
    running: (left) => `Quedan ${left}`,
    escalate: (left) => `Quedan ${left}: vence pronto`,
    breached: (late) => `Vencido hace ${late}`,
    waiting_for_information: "Espera información",
    answered_in_time: "Respondido a tiempo",
    answered_late: "Respondido tarde",
    stopped: "Nada vence",
  },
};
