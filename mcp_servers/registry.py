"""The one list of our servers: name, port, tools, and how each is built."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcp.server import Server

from mcp_servers.clinical_trials import server as clinical_trials
from mcp_servers.cms_coverage import server as cms_coverage
from mcp_servers.cms_coverage.documents import CoverageDocument
from mcp_servers.icd10 import server as icd10
from mcp_servers.icd10.store import DEFAULT_DATABASE
from mcp_servers.npi import server as npi
from mcp_servers.pubmed import server as pubmed
from priorauth.contractors import Contractors


@dataclass(frozen=True)
class Sources:
    """Where the servers' data come from, beside what is embedded in the packages."""

    icd10_database: Path = DEFAULT_DATABASE
    coverage_documents: Iterable[CoverageDocument] = ()
    contractors: Contractors | None = None


@dataclass(frozen=True)
class ServedLookup:
    """One server. ``port`` is its port over HTTP unless another is given."""

    name: str
    port: int
    tools: tuple[str, ...]
    build: Callable[[Sources], Server[Any]]


def _names(tools: Iterable[Any]) -> tuple[str, ...]:
    return tuple(tool.name for tool in tools)


SERVERS: tuple[ServedLookup, ...] = (
    ServedLookup(icd10.NAME, 9001, _names(icd10.TOOLS), lambda sources: icd10.icd10_server(sources.icd10_database)),
    ServedLookup(npi.NAME, 9002, _names(npi.TOOLS), lambda _: npi.npi_server()),
    ServedLookup(
        cms_coverage.NAME,
        9003,
        _names(cms_coverage.TOOLS),
        lambda sources: cms_coverage.cms_coverage_server(sources.coverage_documents, sources.contractors),
    ),
    ServedLookup(pubmed.NAME, 9004, _names(pubmed.TOOLS), lambda _: pubmed.pubmed_server()),
    ServedLookup(
        clinical_trials.NAME, 9005, _names(clinical_trials.TOOLS), lambda _: clinical_trials.clinical_trials_server()
    ),
)


def served_lookup(name: str) -> ServedLookup:
    """The server of that name. Raises KeyError, naming those that exist."""
    for served in SERVERS:
        if served.name == name:
            return served
    raise KeyError(f"there is no server {name!r}; there are {', '.join(each.name for each in SERVERS)}")


def build_all(sources: Sources) -> dict[str, Server[Any]]:
    """All five servers, by name, for a run in one process. Raises ``DatabaseMissing`` before set-up."""
    return {served.name: served.build(sources) for served in SERVERS}
