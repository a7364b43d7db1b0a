"""The one place that names concrete parts: it composes the rule book, the agents, the lookups and the pipeline."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version

from agents.kit import AgentKit
from agents.models.embedded import MODEL_NAME, EmbeddedModel
from agents.pool import ReadingPool
from agents.reading.reader import Reader
from agents.registry import play
from agents.runtime import InProcessAgents
from agents.toolbox import Toolbox
from agents.tracing import trace_framework
from mcp_clients.circuit import Circuits
from mcp_clients.ledger import Ledger
from mcp_clients.patience import Patience
from mcp_clients.registry import LOOKUPS, Necessity
from mcp_clients.session import Endpoint, open_lookups
from mcp_servers.cms_coverage.library import documents_of
from mcp_servers.registry import Sources, build_all
from orchestrator.pipeline import Pipeline
from orchestrator.ports import AgentRunner
from orchestrator.regulating import regulations_of
from orchestrator.settings import Settings
from priorauth.revision import Versions
from priorauth.rulebook import RuleBook, read_rule_book

DISTRIBUTION = "priorauth-review"
_PROBE_TIMEOUT_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class LookupState:
    """Whether a lookup can be reached. ``required`` says that the service is not ready without it."""

    name: str
    title: str
    required: bool
    ready: bool
    detail: str


Probe = Callable[[], Awaitable[tuple[LookupState, ...]]]


@dataclass(frozen=True, slots=True)
class Composition:
    """A composed review service, without store and web. ``probe_lookups`` asks each lookup whether it is there."""

    rule_book: RuleBook
    agents: AgentRunner
    pipeline: Pipeline
    probe_lookups: Probe


@asynccontextmanager
async def compose(settings: Settings) -> AsyncIterator[Composition]:
    """Everything a review needs, for as long as the context is open.

    Raises :class:`priorauth.errors.RuleBookInvalid`, and ``DatabaseMissing`` before set-up.
    """
    trace_framework(settings.traces)
    rule_book = read_rule_book(settings.rulebook)
    endpoints = lookup_endpoints(settings, rule_book)
    reader = Reader(rule_book.skills.vocabulary, rule_book.skills.clinical.scale)
    pool = ReadingPool(rule_book.skills)
    kit = AgentKit(rule_book, reader, MODEL_NAME, regulations_of(rule_book, settings), pool)
    model = EmbeddedModel(play=lambda message: play(message, kit))
    toolbox = Toolbox(
        endpoints,
        settings.lookup_timeout_seconds,
        circuits=Circuits(settings.circuit_failures, settings.circuit_cooling_seconds),
        patience=Patience(settings.lookup_tries),
    )
    agents = InProcessAgents(kit, lambda _: model, toolbox, settings.agent_timeout_seconds)
    versions = Versions(
        rule_book=rule_book.digest, files=rule_book.digests, model=agents.model, code=version(DISTRIBUTION)
    )
    pipeline = Pipeline(agents, rule_book.skills.synthesis, versions)
    try:
        yield Composition(rule_book, agents, pipeline, lambda: _probe(endpoints))
    finally:
        await toolbox.close()
        pool.close()


def lookup_endpoints(settings: Settings, rule_book: RuleBook) -> dict[str, Endpoint]:
    """Each lookup's server: ours in this process, or the one whose address is set."""
    embedded = build_all(Sources(settings.icd10_database, documents_of(rule_book.policies), rule_book.contractors))
    return {lookup.name: settings.mcp_url(lookup.name) or embedded[lookup.name] for lookup in LOOKUPS}


async def _probe(endpoints: Mapping[str, Endpoint]) -> tuple[LookupState, ...]:
    names = [lookup.name for lookup in LOOKUPS]
    async with open_lookups(endpoints, names, Ledger(), timeout_seconds=_PROBE_TIMEOUT_SECONDS) as clients:
        out_of_reach = {name: client.out_of_reach for name, client in clients.items()}
    return tuple(
        LookupState(
            name=lookup.name,
            title=lookup.title,
            required=lookup.necessity is Necessity.REQUIRED,
            ready=out_of_reach[lookup.name] is None,
            detail=out_of_reach[lookup.name] or "ready",
        )
        for lookup in LOOKUPS
    )
