"""Codes and providers, looked up while a case is being written down. What is typed here is kept nowhere."""

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import Field

from mcp_clients import icd10, npi
from mcp_clients.answers import Answer
from orchestrator.api.bodies import parser_of, read_body, schema_of_body
from orchestrator.api.problems import BODY_ERRORS, documented
from orchestrator.failures import LookupUnavailable
from orchestrator.lookups import Lookups
from orchestrator.service import Running
from priorauth.codes import Icd10CmCode, InvalidCode, Npi, ProcedureCode
from priorauth.errors import CaseRejected
from priorauth.fields import OptionalDate, ShortText
from priorauth.ledger import LookupOutcome
from priorauth.named_codes import NamedCode, named_codes, search_named
from priorauth.rulebook import RuleBook
from priorauth.value import Value

router = APIRouter(prefix="/api", tags=["lookups"])

_CODE_BEGINNING = re.compile(r"[A-Z][0-9][0-9A-Z]?\.?[0-9A-Z]{0,4}")
_RULE_BOOK = "the policies and programs of the rule book"


class CodeKind(StrEnum):
    """Which codes are searched."""

    DIAGNOSIS = "diagnosis"
    SERVICE = "service"


class CodeSearch(Value):
    """What to search: the beginning of a code, or words of its description in any order.

    ``date`` is the day whose programs and policies name services; today where it is not given.
    """

    text: Annotated[ShortText, Field(min_length=1)]
    kind: CodeKind
    date: OptionalDate = None
    limit: int = Field(default=10, ge=1, le=50)


class CodeHit(Value):
    """A code. ``billable`` is None for a service; a diagnosis that is not billable needs more characters.

    ``named_by`` are the ids of the programs and policies whose words ``description`` is.
    """

    code: str
    description: str
    billable: bool | None
    named_by: tuple[str, ...] = ()


class CodesFound(Value):
    """The codes that fit, the best first, of ``total``. ``well_formed`` tells of the text itself, as a code.

    ``source`` names the release or the tables that were searched.
    """

    codes: tuple[CodeHit, ...]
    total: int
    well_formed: bool
    source: str


class RegistryStanding(StrEnum):
    """What the registry says of a number. ``not_in_snapshot`` says nothing about the provider."""

    ACTIVE = "active"
    DEACTIVATED = "deactivated"
    NOT_FOUND = "not_found"
    NOT_IN_SNAPSHOT = "not_in_snapshot"
    MALFORMED = "malformed"
    WRONG_CHECK_DIGIT = "wrong_check_digit"


class ProviderFound(Value):
    """Who is enumerated under an NPI, or why nobody is told. ``synthetic``: the entry is invented for demonstration."""

    npi: str
    standing: RegistryStanding
    name: str | None = None
    credential: str | None = None
    specialty: str | None = None
    taxonomy: str | None = None
    city: str | None = None
    state: str | None = None
    deactivated_on: dt.date | None = None
    synthetic: bool = False
    source: str | None = None


@router.post(
    "/codes/search",
    response_model=CodesFound,
    responses=documented(*BODY_ERRORS, LookupUnavailable),
    openapi_extra=schema_of_body("CodeSearch"),
)
async def search_codes(request: Request, service: Running) -> CodesFound:
    """Finds diagnosis codes or services as somebody types. A POST: what is typed may be clinical."""
    today = service.now().date()
    wanted = await read_body(request, parser_of(CodeSearch, today))
    if wanted.kind is CodeKind.SERVICE:
        return _services(wanted, service.composed.rule_book, wanted.date or today)
    return await _diagnoses(wanted, service.composed.lookups)


def _services(wanted: CodeSearch, rules: RuleBook, day: dt.date) -> CodesFound:
    found = search_named(named_codes(rules.policies, rules.programs, day), wanted.text)
    return CodesFound(
        codes=tuple(map(_service, found[: wanted.limit])),
        total=len(found),
        well_formed=ProcedureCode.parse(wanted.text) is not None,
        source=_RULE_BOOK,
    )


def _service(one: NamedCode) -> CodeHit:
    words = dict.fromkeys(naming.words for naming in one.namings)
    ids = dict.fromkeys(naming.id for naming in one.namings)
    return CodeHit(code=one.code, description=" · ".join(words), billable=None, named_by=tuple(ids))


async def _diagnoses(wanted: CodeSearch, lookups: Lookups) -> CodesFound:
    """By the beginning of a code, where the text looks like one and there is any; else by words."""
    answer: Answer[icd10.CodeList] | None = None
    if _CODE_BEGINNING.fullmatch(wanted.text.upper()):
        answer = await lookups.ask(icd10.search_codes(wanted.text, by_code=True, limit=wanted.limit))
    if (answer is None or answer.found is None) and any(map(str.isalnum, wanted.text)):
        answer = await lookups.ask(icd10.search_codes(wanted.text, limit=wanted.limit))
    listed = answer.found if answer else None
    hits = (
        CodeHit(code=line.code, description=line.description, billable=line.billable)
        for line in (listed.codes if listed else ())
    )
    return CodesFound(
        codes=tuple(hits),
        total=listed.total if listed else 0,
        well_formed=Icd10CmCode.parse(wanted.text) is not None,
        source=(answer.data_version if answer else None) or "ICD-10-CM",
    )


@router.get("/providers/{number}", response_model=ProviderFound, responses=documented(CaseRejected, LookupUnavailable))
async def get_provider(number: Annotated[str, Path(max_length=80)], service: Running) -> ProviderFound:
    """What the registry says of an NPI, after its form and its check digit were checked here."""
    try:
        checked = Npi(number)
    except InvalidCode as error:
        wrong = RegistryStanding.WRONG_CHECK_DIGIT if str(error) == Npi.CHECK else RegistryStanding.MALFORMED
        return ProviderFound(npi=number, standing=wrong)
    answer = await service.composed.lookups.ask(npi.npi_lookup(checked))
    if answer.found is None:
        absent = answer.outcome is LookupOutcome.NOTHING_FOUND
        standing = RegistryStanding.NOT_FOUND if absent else RegistryStanding.NOT_IN_SNAPSHOT
        return ProviderFound(npi=checked, standing=standing, source=answer.data_version)
    return _provider(answer.found, answer.data_version)


def _provider(found: npi.Provider, source: str | None) -> ProviderFound:
    specialty = found.primary_taxonomy
    return ProviderFound(
        npi=found.npi,
        standing=RegistryStanding(found.status.value),
        name=found.name,
        credential=found.credential,
        specialty=specialty.description if specialty else None,
        taxonomy=specialty.code if specialty else None,
        city=found.city,
        state=found.state,
        deactivated_on=found.deactivated_on,
        synthetic=found.synthetic,
        source=source,
    )
