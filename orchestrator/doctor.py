"""Whether this installation works: every part asked once, for real, with what to do about each that does not."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import make_url

from mcp_clients import clinical_trials, cms_coverage, icd10, npi, pubmed
from mcp_clients.ledger import Answered, Failed, Ledger
from mcp_clients.patience import Patience
from mcp_clients.questions import Question
from mcp_clients.registry import LOOKUPS, Lookup, Necessity
from mcp_clients.session import Endpoint, open_lookups
from mcp_clients.transport import label_of
from orchestrator.api.workbench import is_built
from orchestrator.clock import utc_now
from orchestrator.documents.rendering.typefaces import check_fonts
from orchestrator.failures import NoStore
from orchestrator.settings import Settings
from orchestrator.terminal.local_review import open_review
from orchestrator.terminal.progress import SilentJournal
from orchestrator.terminal.stored import opened
from priorauth.case import Case, Document, LineOfBusiness, Member, Priority, Provider, ServiceLine, Timing
from priorauth.codes import Icd10CmCode, Npi
from priorauth.errors import PriorAuthError, RuleBookInvalid
from priorauth.inputs import AgentName
from priorauth.kinds import DocumentKind
from priorauth.rulebook import RuleBook, read_rule_book
from priorauth.value import Value

_LOOKUP_SECONDS = 5.0
_AGENT_SECONDS = 30.0
_DEMONSTRATION_NPI = "2000002743"
_QUESTIONS: Mapping[str, Callable[[], Question[Any]]] = {
    icd10.NAME: lambda: icd10.lookup_code(Icd10CmCode("J44.9")),
    npi.NAME: lambda: npi.npi_lookup(Npi(_DEMONSTRATION_NPI)),
    cms_coverage.NAME: lambda: cms_coverage.search_national_coverage("oxygen", limit=1),
    pubmed.NAME: lambda: pubmed.search_articles("home oxygen", max_results=1),
    clinical_trials.NAME: lambda: clinical_trials.search_trials(condition="COPD", page_size=1),
}
"""One small question for each lookup. Nothing of a person is in them."""


class Examined(Value):
    """One part of the installation: whether it works, what was seen, and what to do where it does not.

    The service is not usable without a part that is ``required``.
    """

    part: str
    works: bool
    required: bool = True
    said: str
    advice: str = ""


async def examine(settings: Settings) -> tuple[Examined, ...]:
    """Every part, in the order in which they build on each other. Nothing is written and no store is made."""
    where = "in this process" if settings.agents == "inprocess" else "each at its own address"
    seen = [
        Examined(part="settings", works=True, said=f"Readable. Model: {_models(settings)}; agents run {where}."),
        await _store(settings),
    ]
    book = _rule_book(settings)
    if isinstance(book, Examined):
        return (*seen, book, *_around())
    seen.append(_part("rule book", True, f"{len(book.policies)} policies and {len(book.skills.skills)} skills."))
    return (*seen, *await _lookups(settings, book), *await _agents(settings), *_around())


def _part(part: str, works: bool, said: str, advice: str = "", *, required: bool = True) -> Examined:
    """Reasons come from elsewhere, some without their full stop."""
    sentence = said if said.endswith(".") else f"{said}."
    return Examined(part=part, works=works, said=sentence, advice="" if works else advice, required=required)


def _rule_book(settings: Settings) -> RuleBook | Examined:
    try:
        return read_rule_book(settings.rulebook)
    except RuleBookInvalid as error:
        said = f"It has problems: {len(error.problems)}."
        return _part("rule book", False, said, "Run 'priorauth check', which names each with its file and line.")


def _models(settings: Settings) -> str:
    """What plays the agents, each once."""
    served = (settings.served_model(agent) for agent in AgentName)
    return ", ".join(dict.fromkeys("embedded" if model is None else model.label for model in served))


async def _store(settings: Settings) -> Examined:
    kind = make_url(settings.store_url).get_backend_name()
    try:
        async with opened(settings, to_write=False):
            return _part("store", True, f"A {kind} store, up to date.")
    except NoStore:
        return _part("store", True, f"None yet. 'priorauth serve' makes one in {settings.data_dir}.")
    except PriorAuthError as error:
        return _part("store", False, str(error), "Correct DATABASE_URL or PRIORAUTH_DATA_DIR, or restore a backup.")


async def _lookups(settings: Settings, book: RuleBook) -> list[Examined]:
    from orchestrator.bootstrap import lookup_endpoints  # it composes the servers, which only this part needs

    try:
        endpoints = lookup_endpoints(settings, book)
    except PriorAuthError as error:
        return [_part("lookups", False, str(error), "Run 'make setup', which builds what the lookups hold.")]
    return list(await asyncio.gather(*(_lookup(lookup, endpoints, settings) for lookup in LOOKUPS)))


async def _lookup(lookup: Lookup, endpoints: Mapping[str, Endpoint], settings: Settings) -> Examined:
    """A lookup, asked one question. Any answer will do, also that nothing was found."""
    address = settings.mcp_url(lookup.name)
    where = f"at {label_of(address)}" if address else "with embedded data"
    opening = open_lookups(endpoints, [lookup.name], Ledger(), timeout_seconds=_LOOKUP_SECONDS, patience=Patience(1))
    async with opening as clients:
        told = await clients[lookup.name].ask(_QUESTIONS[lookup.name]())
    name, required = f"lookup {lookup.name}", lookup.necessity is Necessity.REQUIRED
    if isinstance(told, Answered):
        version = told.call.data_version or "which it does not name"
        return _part(name, True, f"{lookup.title}: answers {where}; data version {version}.", required=required)
    why = told.call.detail if isinstance(told, Failed) else told.reason
    advice = (
        f"See that its server runs, and that {lookup.url_variable} is its address; unset it to use the embedded data."
        if address
        else "Run 'make setup', which builds what the lookups hold."
    )
    if not required:
        advice += " Reviews go on without it and say so."
    return _part(name, False, f"{lookup.title}: no answer {where}. {why}", advice, required=required)


async def _agents(settings: Settings) -> Iterator[Examined]:
    """The agents, each asked once: about an invented request of one line."""
    limits = {"agent_timeout_seconds": min(settings.agent_timeout_seconds, _AGENT_SECONDS)}
    try:
        async with open_review(settings.model_copy(update=limits)) as review:
            revision = await review(_small_case(), SilentJournal())
    except PriorAuthError as error:
        return iter([_part("agents", False, str(error), "Correct what is named above, and ask again.")])
    failed = {one.agent: one.reason for one in revision.recommendation.not_evaluated}
    return (_agent(agent, failed.get(agent.value), revision.versions.model, settings) for agent in AgentName)


def _agent(agent: AgentName, failure: str | None, model: str, settings: Settings) -> Examined:
    address = label_of(settings.agent_url(agent)) if settings.agents != "inprocess" else None
    if failure is None:
        said = f"Answers, played by {model}, {f'at {address}' if address else 'in this process'}."
        return _part(f"agent {agent.value}", True, said)
    advice = (
        f"See that 'priorauth agent serve {agent.value}' runs at {address} with this rule book and this version, "
        f"or correct PRIORAUTH_AGENT_{agent.value.upper()}_URL."
        if address
        else "Review an example with 'priorauth review' and look at the log."
    )
    return _part(f"agent {agent.value}", False, failure, advice)


def _small_case() -> Case:
    """A request for nobody: one code, one sentence."""
    today = utc_now().date()
    return Case(
        case_id="doctor",
        received_on=today,
        member=Member(name="Nobody Example", state="OH"),
        providers=(Provider(npi=_DEMONSTRATION_NPI),),
        plan_id=None,
        jurisdiction=None,
        priority=Priority.STANDARD,
        line_of_business=LineOfBusiness.MEDICARE_FFS,
        timing=Timing.PRE_SERVICE,
        diagnoses=("J44.9",),
        services=(ServiceLine(line="1", code="E1390", order_date=today),),
        documents=(Document(id="d1", kind=DocumentKind.VISIT_NOTE, date=today, text="Cough since June."),),
        history=None,
    )


def _around() -> tuple[Examined, ...]:
    """What documents and the workbench need."""
    missing = check_fonts()
    fonts = _part(
        "fonts",
        not missing,
        f"Missing or unreadable: {', '.join(missing)}." if missing else "The typefaces of documents are there.",
        "Check the files out again; PDF documents cannot be made without them.",
    )
    built = is_built()
    workbench = _part(
        "workbench",
        built,
        "Built." if built else "Not built; the API works without it.",
        "Run 'make run', or 'npm run build' in frontend/.",
        required=False,
    )
    return fonts, workbench
