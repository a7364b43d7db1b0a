"""The one place that names concrete parts: it composes the rule book, the agents, the lookups and the pipeline."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Protocol

from agents.composing import DISTRIBUTION, agents_here, worked_with
from agents.proven import ProvenAgents
from agents.responses import WorkedWith
from agents.runtime import InProcessAgents
from agents.trial import PolicyBench
from mcp_clients.ledger import Ledger
from mcp_clients.registry import LOOKUPS, Necessity
from mcp_clients.session import Endpoint, open_lookups
from mcp_servers.cms_coverage.library import documents_of
from mcp_servers.registry import Sources, build_all
from orchestrator.lookups import Lookups
from orchestrator.pipeline import Pipeline
from orchestrator.ports import AgentRunner, Bench
from orchestrator.settings import Settings
from priorauth.inputs import AgentName
from priorauth.revision import Versions
from priorauth.rulebook import RuleBook, read_rule_book

_PROBE_TIMEOUT_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class ProbedPart:
    """Whether an agent or a lookup can be reached. ``required`` says that the service is not ready without it."""

    name: str
    required: bool
    ready: bool
    detail: str


class ComposedAgents(AgentRunner, Protocol):
    """Agents that tell whether they are there."""

    async def states(self, timeout_seconds: float) -> Mapping[AgentName, str | None]:
        """Of each agent why it cannot be used now; None where it can."""
        ...


Probe = Callable[[], Awaitable[tuple[ProbedPart, ...]]]


@dataclass(frozen=True, slots=True)
class Composition:
    """A composed review service, without store and web. The probes ask agents and lookups whether they are there;
    ``lookups`` answer a question outside any review.
    """

    rule_book: RuleBook
    agents: AgentRunner
    pipeline: Pipeline
    bench: Bench
    lookups: Lookups
    probe_agents: Probe
    probe_lookups: Probe


@asynccontextmanager
async def compose(settings: Settings) -> AsyncIterator[Composition]:
    """Everything a review needs, for as long as the context is open.

    Raises :class:`priorauth.errors.RuleBookInvalid`, and ``DatabaseMissing`` before set-up.
    """
    rule_book = read_rule_book(settings.rulebook)
    endpoints = lookup_endpoints(settings, rule_book)
    async with agents_here(settings, rule_book, endpoints) as here, _agents(settings, here) as agents:
        versions = Versions(
            rule_book=rule_book.digest, files=rule_book.digests, model=agents.model, code=version(DISTRIBUTION)
        )
        yield Composition(
            rule_book,
            agents,
            Pipeline(agents, rule_book.skills.synthesis, versions),
            PolicyBench(here.kit, here.toolbox, settings.agent_timeout_seconds),
            Lookups(endpoints, here.toolbox.circuits),
            lambda: _probe_agents(agents),
            lambda: _probe_lookups(endpoints),
        )


@asynccontextmanager
async def _agents(settings: Settings, here: InProcessAgents) -> AsyncIterator[ComposedAgents]:
    """The agents of reviews, where the settings say that they run; with those that are ``here``, policies are tried.

    What an agent that runs elsewhere answers is proven here before it is believed.
    """
    if settings.agents == "inprocess":
        yield here
        return

    async with _elsewhere(settings, worked_with(here.kit.rule_book, settings)) as elsewhere:
        yield ProvenAgents(elsewhere, here.kit.standards)


def _elsewhere(settings: Settings, expected: WorkedWith) -> AbstractAsyncContextManager[ComposedAgents]:
    """Agents at their own servers, or hosted by a Foundry project. Clients are imported where they are needed."""
    if settings.foundry_project is not None and settings.agents == "foundry":
        from agents.hosted import CalledBy, Project, agents_hosted_by

        project = Project(settings.foundry_project, settings.hosted_agents, CalledBy(settings.foundry_called_by))
        return agents_hosted_by(project, expected, settings.agent_timeout_seconds)

    from agents.remote import agents_at  # its client takes half a second to import, which only this way needs

    addresses = {name: address for name in AgentName if (address := settings.agent_url(name))}
    return agents_at(addresses, expected, settings.agent_timeout_seconds)


def serve_agent(name: str, host: str, port: int, settings: Settings) -> None:
    """Serve one agent by itself until the process is told to stop. Raises what ``agents.serving`` raises."""
    from agents.serving import serve_agent as serve  # its server is only needed here

    serve(AgentName(name), host, port, settings)


def lookup_endpoints(settings: Settings, rule_book: RuleBook) -> dict[str, Endpoint]:
    """Each lookup's server: ours in this process, or the one whose address is set."""
    embedded = build_all(Sources(settings.icd10_database, documents_of(rule_book.policies), rule_book.contractors))
    return {lookup.name: settings.mcp_url(lookup.name) or embedded[lookup.name] for lookup in LOOKUPS}


async def _probe_agents(agents: ComposedAgents) -> tuple[ProbedPart, ...]:
    states = await agents.states(_PROBE_TIMEOUT_SECONDS)
    return tuple(
        ProbedPart(
            name.value, required=True, ready=states[name] is None, detail=states[name] or f"model {agents.model}"
        )
        for name in AgentName
    )


async def _probe_lookups(endpoints: Mapping[str, Endpoint]) -> tuple[ProbedPart, ...]:
    names = [lookup.name for lookup in LOOKUPS]
    async with open_lookups(endpoints, names, Ledger(), timeout_seconds=_PROBE_TIMEOUT_SECONDS) as clients:
        out_of_reach = {name: client.out_of_reach for name, client in clients.items()}
    return tuple(
        ProbedPart(
            name=lookup.name,
            required=lookup.necessity is Necessity.REQUIRED,
            ready=out_of_reach[lookup.name] is None,
            detail=out_of_reach[lookup.name] or "ready",
        )
        for lookup in LOOKUPS
    )
