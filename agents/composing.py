"""The agents, composed to run in this process: a reader, a model, and the lookups as tools."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version

from agents.kit import AgentKit
from agents.models.embedded import MODEL_NAME, EmbeddedModel
from agents.pool import ReadingPool
from agents.reading.reader import Reader
from agents.registry import play
from agents.responses import WorkedWith
from agents.runtime import InProcessAgents
from agents.toolbox import Toolbox
from agents.tracing import trace_framework
from mcp_clients.circuit import Circuits
from mcp_clients.patience import Patience
from mcp_clients.session import Endpoint
from priorauth.regulating import regulations_of
from priorauth.rulebook import RuleBook
from priorauth.settings import ReviewSettings

DISTRIBUTION = "priorauth-review"


def worked_with(rule_book: RuleBook) -> WorkedWith:
    """What agents that are composed here work with."""
    return WorkedWith(model=MODEL_NAME, rule_book=rule_book.digest, code=version(DISTRIBUTION))


@asynccontextmanager
async def agents_here(
    settings: ReviewSettings, rule_book: RuleBook, endpoints: Mapping[str, Endpoint]
) -> AsyncGenerator[InProcessAgents]:
    """The agents, for as long as the context is open. ``endpoints`` are the lookups' servers, each by its name."""
    trace_framework(bool(settings.telemetry))
    reader = Reader(rule_book.skills.vocabulary, rule_book.skills.clinical.scale)
    pool = ReadingPool(rule_book.skills)
    kit = AgentKit(rule_book, reader, MODEL_NAME, regulations_of(rule_book, settings), pool)
    model = EmbeddedModel(play=partial(play, kit=kit))
    toolbox = Toolbox(
        endpoints,
        settings.lookup_timeout_seconds,
        circuits=Circuits(settings.circuit_failures, settings.circuit_cooling_seconds),
        patience=Patience(settings.lookup_tries),
    )
    try:
        yield InProcessAgents(kit, lambda _: model, toolbox, settings.agent_timeout_seconds)
    finally:
        await toolbox.close()
        pool.close()
