import type { Texts } from "@/texts/en";
import { plural } from "@/texts/plural";

export const lookups: Texts["lookups"] = {
  title: "Todas las consultas realizadas",
  total: (calls, sources) => `${plural(calls, "consulta", "consultas")} en ${plural(sources, "fuente", "fuentes")}`,
  failed: (count) => plural(count, "no dio respuesta", "no dieron respuesta"),
  cached: (count) => `${count} con la respuesta de una consulta anterior`,
  none: "No se realizó ninguna consulta.",
  filter: "Agente",
  everyAgent: "Todos",
  columns: { asked: "Hora", source: "Fuente y pregunta", outcome: "Respuesta", took: "Duración" },
  data: "Datos",
  unversioned: "la fuente no indica versión",
  fromCache: "de la caché",
  synthetic: "datos inventados",
  notAsked: "No se pudo consultar",
  sources: {
    icd10: "CIE-10-MC",
    npi: "Registro NPI",
    cms_coverage: "Cobertura de CMS",
    pubmed: "PubMed",
    clinical_trials: "ClinicalTrials.gov",
  },
  outcome: {
    answered: "respondió",
    nothing_found: "buscó y no encontró nada",
    not_in_snapshot: "no figura en estos datos",
    unavailable: "no respondió",
    refused: "rechazó la consulta",
    malformed: "la respuesta no se pudo leer",
  },
};
