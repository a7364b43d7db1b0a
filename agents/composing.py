"""The agents, composed to run in this process: a reader, a model for each, and the lookups as tools."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import Any

from agents.kit import AgentKit, ModelNames
from agents.models.embedded import MODEL_NAME, EmbeddedModel
from agents.models.spending import Spending
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
from priorauth.inputs import AgentName
from priorauth.regulating import regulations_of
from priorauth.rulebook import RuleBook
from priorauth.settings import ReviewSettings

DISTRIBUTION = "priorauth-review"


def worked_with(rule_book: RuleBook, settings: ReviewSettings) -> WorkedWith:
    """What agents that are composed here work with."""
    names = names_in(settings)
    return WorkedWith(
        model=names.together, rule_book=rule_book.digest, code=version(DISTRIBUTION), models=names.by_agent
    )


def names_in(settings: ReviewSettings) -> ModelNames:
    """What the models of these settings are called in records. Raises ``SettingsInvalid``."""
    served = {agent: settings.served_model(agent) for agent in AgentName}
    return ModelNames({agent: MODEL_NAME if model is None else model.label for agent, model in served.items()})


@asynccontextmanager
async def agents_here(
    settings: ReviewSettings, rule_book: RuleBook, endpoints: Mapping[str, Endpoint]
) -> AsyncGenerator[InProcessAgents]:
    """The agents, for as long as the context is open. ``endpoints`` are the lookups' servers, each by its name.

    Raises ``SettingsInvalid`` where a model's settings cannot be used.
    """
    trace_framework(bool(settings.telemetry))
    reader = Reader(rule_book.skills.vocabulary, rule_book.skills.clinical.scale)
    pool = ReadingPool(rule_book.skills)
    names, law = names_in(settings), regulations_of(rule_book, settings)
    kit = AgentKit(rule_book, reader, names, law, pool, cross_check=settings.model_crosscheck)
    toolbox = Toolbox(
        endpoints,
        settings.lookup_timeout_seconds,
        circuits=Circuits(settings.circuit_failures, settings.circuit_cooling_seconds),
        patience=Patience(settings.lookup_tries),
    )
    try:
        async with AsyncExitStack() as open_models:
            models = await _models(settings, kit, open_models)
            yield InProcessAgents(
                kit,
                lambda spec: models[spec.name],
                toolbox,
                settings.agent_timeout_seconds,
                Spending(settings.model_max),
                settings.prices,
            )
    finally:
        await toolbox.close()
        pool.close()


async def _models(settings: ReviewSettings, kit: AgentKit, opened: AsyncExitStack) -> Mapping[AgentName, Any]:
    """Each agent's chat client. The same settings give the same client."""
    embedded = EmbeddedModel(play=partial(play, kit=kit))
    served = {agent: settings.served_model(agent) for agent in AgentName}
    wanted = dict.fromkeys(model for model in served.values() if model is not None)
    if not wanted:
        return dict.fromkeys(AgentName, embedded)

    from agents.models.openai import connected  # its client takes half a second to import, which only this way needs

    clients = {
        model: await opened.enter_async_context(connected(model, settings.model_timeout_seconds)) for model in wanted
    }
    return {agent: embedded if model is None else clients[model] for agent, model in served.items()}
