"""The NPI registry server's tools, over a registry of invented providers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from mcp.server import Server

from mcp_servers.answers import Answered, Asked, Limit, NotInSnapshot, Record, Refused, Reply, Short, State, counted
from mcp_servers.matching import words_of
from mcp_servers.records import read_records
from mcp_servers.serving import Tool, lookup_server
from priorauth.codes import InvalidCode, Npi

NAME = "npi"
DATA_VERSION = "synthetic registry 1 (every provider in it is invented)"

EnumerationType = Literal["individual", "organization"]


class Taxonomy(Record):
    """A specialty by its NUCC code; the description is our own."""

    code: str
    description: str
    primary: bool


class Provider(Record):
    """A provider of the registry."""

    npi: Npi
    enumeration_type: EnumerationType
    name: str
    credential: str | None
    status: Literal["active", "deactivated"]
    deactivated_on: date | None
    taxonomies: tuple[Taxonomy, ...]
    state: str
    city: str
    synthetic: Literal[True]


class NpiCheck(Record):
    """Whether a number has an NPI's form and check digit, and if not, what is wrong with it."""

    npi: str
    valid: bool
    reason: str | None = None


class ProviderList(Record):
    """Providers, and how many there are in all."""

    providers: tuple[Provider, ...]
    total: int


class NpiValidate(Asked):
    """Check a number's form and check digit as an NPI; says nothing about who holds it."""

    npi: Short


class NpiLookup(Asked):
    """Get the provider who is enumerated under an NPI."""

    npi: Short


class NpiSearch(Asked):
    """Find providers by name, place and specialty; all that is given must match. A name may be its beginning."""

    first_name: Short | None = None
    last_name: Short | None = None
    organization_name: Short | None = None
    state: State | None = None
    city: Short | None = None
    taxonomy_description: Short | None = None
    enumeration_type: EnumerationType | None = None
    limit: Limit = 10


Registry = Mapping[str, Provider]


def npi_validate(_: Registry, asked: NpiValidate) -> Reply[NpiCheck]:
    """A number that is no NPI is an answer here, not a refusal."""
    try:
        npi = Npi(asked.npi)
    except InvalidCode as error:
        reason = f"This is not an NPI: {error}."
        return Answered(found=NpiCheck(npi=asked.npi, valid=False, reason=reason), detail=reason)
    return Answered(found=NpiCheck(npi=npi, valid=True), detail=f"{npi} has an NPI's form and check digit.")


def npi_lookup(registry: Registry, asked: NpiLookup) -> Reply[Provider]:
    """A number that is not in this registry is not in this snapshot: that says nothing about the provider."""
    try:
        npi = Npi(asked.npi)
    except InvalidCode as error:
        return Refused(detail=f"This is not an NPI: {error}.")
    provider = registry.get(npi)
    if provider is None:
        return NotInSnapshot(detail=f"{npi} is not among the {len(registry)} invented providers of this registry.")
    return Answered(found=provider, detail=f"{npi} is {provider.status} in this registry of invented providers.")


def npi_search(registry: Registry, asked: NpiSearch) -> Reply[ProviderList]:
    """Who is not found here may well exist: the answer is then that this snapshot does not hold them."""
    if not asked.model_fields_set - {"limit"}:
        return Refused(detail="Give a name, a place or a specialty to search for.")
    found = [provider for provider in registry.values() if _fits(provider, asked)]
    if not found:
        return NotInSnapshot(detail="None of this registry's invented providers fits.")
    listed = ProviderList(providers=tuple(found[: asked.limit]), total=len(found))
    return Answered(found=listed, detail=f"Found {counted(len(found), 'provider')} in this registry.")


def _fits(provider: Provider, asked: NpiSearch) -> bool:
    first, _, last = provider.name.partition(" ")
    organization = provider.enumeration_type == "organization"
    specialties = " ".join(taxonomy.description for taxonomy in provider.taxonomies)
    return (
        asked.state in (None, provider.state)
        and asked.enumeration_type in (None, provider.enumeration_type)
        and _begins(provider.city, asked.city)
        and _begins("" if organization else first, asked.first_name)
        and _begins("" if organization else last, asked.last_name)
        and _holds(provider.name if organization else "", asked.organization_name)
        and _holds(specialties, asked.taxonomy_description)
    )


def _begins(text: str, wanted: str | None) -> bool:
    """Upper and lower case are one, and a trailing wildcard, which other registries need, is understood."""
    return wanted is None or text.casefold().startswith(wanted.casefold().rstrip("*"))


def _holds(text: str, wanted: str | None) -> bool:
    if wanted is None:
        return True
    return bool(words_of(wanted)) and set(words_of(wanted)) <= set(words_of(text))


TOOLS: tuple[Tool[Registry, Any, Any], ...] = (
    Tool("npi_validate", NpiValidate, NpiCheck, npi_validate),
    Tool("npi_lookup", NpiLookup, Provider, npi_lookup),
    Tool("npi_search", NpiSearch, ProviderList, npi_search),
)


def embedded_providers() -> tuple[Provider, ...]:
    """The registry's invented providers."""
    return read_records(__package__ or "", "providers.jsonl", Provider)


def npi_server() -> Server[Any]:
    """The server over the embedded registry."""
    registry = {str(provider.npi): provider for provider in embedded_providers()}
    return lookup_server(NAME, "NPI registry (invented providers)", TOOLS, registry, DATA_VERSION)
