"""The one list of lookups."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mcp_clients import clinical_trials, cms_coverage, icd10, npi, pubmed
from mcp_clients.questions import LookupTool


class Necessity(StrEnum):
    """What an outage means: a ``required`` lookup that failed pends the case; a ``supplementary`` one is only said."""

    REQUIRED = "required"
    SUPPLEMENTARY = "supplementary"


@dataclass(frozen=True)
class Lookup:
    """A source that is asked over MCP. ``title`` is its name for people."""

    name: str
    title: str
    necessity: Necessity
    tools: tuple[LookupTool[Any], ...]

    @property
    def url_variable(self) -> str:
        """The environment variable that names another server for this lookup."""
        return f"PRIORAUTH_MCP_{self.name.upper()}_URL"

    def tool(self, name: str) -> LookupTool[Any] | None:
        """The tool of that name, or None."""
        return next((tool for tool in self.tools if tool.name == name), None)


LOOKUPS: tuple[Lookup, ...] = (
    Lookup(icd10.NAME, "ICD-10-CM diagnosis codes", Necessity.REQUIRED, icd10.TOOLS),
    Lookup(npi.NAME, "NPI registry", Necessity.REQUIRED, npi.TOOLS),
    Lookup(cms_coverage.NAME, "CMS coverage policies", Necessity.REQUIRED, cms_coverage.TOOLS),
    Lookup(pubmed.NAME, "PubMed literature", Necessity.SUPPLEMENTARY, pubmed.TOOLS),
    Lookup(clinical_trials.NAME, "ClinicalTrials.gov registry", Necessity.SUPPLEMENTARY, clinical_trials.TOOLS),
)


def lookup_named(name: str) -> Lookup:
    """The lookup of that name. Raises KeyError, naming those that exist."""
    for lookup in LOOKUPS:
        if lookup.name == name:
            return lookup
    raise KeyError(f"there is no lookup {name!r}; there are {', '.join(each.name for each in LOOKUPS)}")
