import type { shell as original } from "@/texts/en/shell";

export const shell: typeof original = {
  locale: "es-US",
  product: "Revisión de autorizaciones previas",
  about:
    "Donde los revisores de un plan de salud comparan el borrador de cada autorización previa con el expediente, y deciden.",
  skip: "Ir al contenido",
  nav: {
    label: "Principal",
    queue: "Lista de casos",
    policies: "Políticas",
    numbers: "Cifras",
    submit: "Enviar un caso",
    calls: "API",
  },
  identity: { label: "Actúa como", nobody: "Nadie", hint: "Una persona inventada: todavía no hay inicio de sesión." },
  theme: { label: "Tema", light: "Claro", dark: "Oscuro", system: "Como el sistema" },
  language: { label: "Idioma" },
  draft: "Borrador asistido por IA. Decide un profesional clínico.",
  failed: { title: "No se pudo cargar", again: "Intentar de nuevo", unreachable: "El servicio no responde." },
  loading: "Cargando",
  inEnglish:
    "Lo que dicen el servicio, las políticas y el expediente está en el idioma en que se escribió, casi siempre inglés.",
};
