"""The NPI registry: is a number well formed, and who is enumerated under it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import JsonValue

from mcp_clients import foreign
from mcp_clients.answers import Answer, Count, Record
from mcp_clients.questions import Arguments, Echo, JsonObject, LookupTool, Question

NAME = "npi"


class NpiCheck(Record):
    """Whether the number has an NPI's form and check digit; ``reason`` says what is wrong, in words."""

    npi: str
    valid: bool
    reason: str | None = None


class ProviderStatus(StrEnum):
    """The registry's two states of an enumeration."""

    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class Taxonomy(Record):
    """A specialty by its NUCC code; ``description`` is the server's own words for it."""

    code: str
    description: str
    primary: bool = False


class Provider(Record):
    """Who is enumerated under an NPI. ``synthetic`` says that the record is invented for demonstration."""

    npi: str
    enumeration_type: str
    name: str
    credential: str | None = None
    status: ProviderStatus
    deactivated_on: date | None = None
    taxonomies: tuple[Taxonomy, ...] = ()
    state: str | None = None
    city: str | None = None
    synthetic: bool = False

    @property
    def primary_taxonomy(self) -> Taxonomy | None:
        """The specialty marked primary, else the first, else None."""
        return next((each for each in self.taxonomies if each.primary), next(iter(self.taxonomies), None))


class ProviderList(Record):
    """Providers that match, and how many there are in all."""

    providers: tuple[Provider, ...]
    total: Count


NpiCheckAnswer = Answer[NpiCheck]
ProviderAnswer = Answer[Provider]
ProviderListAnswer = Answer[ProviderList]


def normalize(tool: str, arguments: Arguments, raw: JsonObject) -> JsonObject | None:
    """The form of the hosted registry server: ``is_valid``; ``found`` with an NPPES 2.1 record under ``record.raw``."""
    if "error" in raw:
        return foreign.reported_error()
    if tool == "npi_validate" and isinstance(raw.get("is_valid"), bool):
        return foreign.answered({"npi": arguments.get("npi"), "valid": raw["is_valid"], "reason": raw.get("message")})
    if tool == "npi_lookup" and raw.get("found") is False:
        return foreign.nothing_found()
    record = raw.get("record")
    if tool == "npi_lookup" and isinstance(record, dict) and isinstance(record.get("raw"), dict):
        return foreign.answered(_from_nppes(_object(record, "raw")))
    return None


def _from_nppes(nppes: JsonObject) -> JsonObject:
    """Our provider from a record of the NPPES API, version 2.1 (https://npiregistry.cms.hhs.gov/api-page)."""
    basic = _object(nppes, "basic")
    organization = nppes.get("enumeration_type") == "NPI-2"
    person = f"{basic.get('first_name') or ''} {basic.get('last_name') or ''}".strip()
    places = foreign.objects(nppes.get("addresses")) or []
    practice = next((place for place in places if place.get("address_purpose") == "LOCATION"), JsonObject())
    return {
        "npi": str(nppes.get("number")),
        "enumeration_type": "organization" if organization else "individual",
        "name": basic.get("organization_name") if organization else person,
        "credential": basic.get("credential"),
        "status": {"A": "active", "D": "deactivated"}.get(str(basic.get("status"))),
        "deactivated_on": basic.get("deactivation_date"),
        "taxonomies": _taxonomies(nppes.get("taxonomies", [])),
        "state": practice.get("state"),
        "city": practice.get("city"),
    }


def _taxonomies(listed: JsonValue) -> list[JsonValue] | None:
    rows = foreign.objects(listed)
    return None if rows is None else [{**row, "description": row.get("desc")} for row in rows]


def _object(holder: Mapping[str, JsonValue], name: str) -> JsonObject:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


NPI_VALIDATE = LookupTool(
    NAME,
    "npi_validate",
    ("npi",),
    NpiCheckAnswer,
    lambda found: (found.npi,) if found.valid else (),
    normalize=normalize,
    echo=Echo("npi", lambda found: found.npi),
)
NPI_LOOKUP = LookupTool(
    NAME,
    "npi_lookup",
    ("npi",),
    ProviderAnswer,
    lambda found: (found.npi,),
    normalize=normalize,
    echo=Echo("npi", lambda found: found.npi),
)
NPI_SEARCH = LookupTool(
    NAME,
    "npi_search",
    (
        "first_name",
        "last_name",
        "organization_name",
        "state",
        "city",
        "taxonomy_description",
        "enumeration_type",
        "limit",
    ),
    ProviderListAnswer,
    lambda found: (provider.npi for provider in found.providers),
    {"limit": 10},
)

TOOLS = (NPI_VALIDATE, NPI_LOOKUP, NPI_SEARCH)


def npi_validate(npi: str) -> Question[NpiCheck]:
    """Has this number an NPI's form and check digit?"""
    return NPI_VALIDATE.question(npi=npi)


def npi_lookup(npi: str) -> Question[Provider]:
    """Who is enumerated under this NPI?"""
    return NPI_LOOKUP.question(npi=npi)


def npi_search(
    *,
    first_name: str | None = None,
    last_name: str | None = None,
    organization_name: str | None = None,
    state: str | None = None,
    taxonomy_description: str | None = None,
    limit: int = 10,
) -> Question[ProviderList]:
    """Which providers have these names, this state and this specialty? All that is given must match."""
    return NPI_SEARCH.question(
        first_name=first_name,
        last_name=last_name,
        organization_name=organization_name,
        state=state,
        taxonomy_description=taxonomy_description,
        limit=limit,
    )
