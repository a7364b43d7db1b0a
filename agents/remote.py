"""The agents where they run elsewhere: the Responses protocol, spoken by the one client that all remote ways share."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from openai import APIConnectionError, APIError, APITimeoutError, AsyncOpenAI
from openai.types.responses import Response
from pydantic import ValidationError

from agents.envelope import seal
from agents.models.untransformed import UntransformedOpenAI
from agents.models.using import estimated_tokens
from agents.responses import LEFT, WorkedWith, failure_named, usage_told
from priorauth.agreement import is_language_model
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import FINDINGS, AgentInput, AgentName, AgentOutput
from priorauth.model_budget import UNLIMITED, Allowance
from priorauth.model_usage import AgentUsage, OnCall
from telemetry.spans import carried

_LOGGER = logging.getLogger(__name__)
_NO_KEY = "none"
"""The client asks for a key; our own agents, which only the service reaches, do not."""
TRIES_AGAIN = 2
_TOGETHER = (AgentName.COMPLIANCE, AgentName.CLINICAL)
"""Those that run at the same time, each at a server that knows nothing of the other: each is lent half."""


@dataclass(frozen=True)
class Place:
    """Where an agent is asked, and where its state stands. ``tells`` says that its state tells what it works with.

    ``extra_body`` is sent beside the request, where the place needs it to know which agent is meant.
    """

    client: AsyncOpenAI
    state_at: str = "/readiness"
    tells: bool = True
    extra_body: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class RemoteAgents:
    """Runs each agent at its place. ``expected`` is what every answer must have been made with.

    An agent's calls are told of when its answer is there, and what its model used, also where it failed. What a server
    that gave no answer used is estimated: that it was sent the message once, which is the least.
    """

    places: Mapping[AgentName, Place]
    expected: WorkedWith

    @property
    def model(self) -> str:
        """The name of the model that plays the agents."""
        return self.expected.model

    async def states(self, timeout_seconds: float) -> Mapping[AgentName, str | None]:
        """Of each agent why it cannot be used now; None where its server is ready and works with what is expected."""
        asked = (self._state(agent, timeout_seconds) for agent in AgentName)
        return dict(zip(AgentName, await asyncio.gather(*asked), strict=True))

    async def _state(self, agent: AgentName, timeout_seconds: float) -> str | None:
        place = self.places[agent]
        client = place.client.with_options(timeout=timeout_seconds, max_retries=0)
        try:
            told = await client.get(place.state_at, cast_to=dict[str, Any])
        except APIError as error:
            return f"its server is not ready: {type(error).__name__}"
        return self._difference(told) if place.tells else None

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        """The agent's findings. Raises :class:`AgentFailed`."""
        lent = left.shared_by(len(_TOGETHER)) if agent in _TOGETHER else left
        response = await self._asked(agent, inputs, on_call, lent)
        _tell_usage(agent, response, on_call)
        if response.status != "completed":
            detail = response.error.message if response.error else "its server gave no reason"
            raise AgentFailed(agent.value, failure_named(response.metadata), detail)
        difference = self._difference(response.metadata or {})
        if difference is not None:
            raise AgentFailed(agent.value, AgentFailure.OUTPUT_INVALID, difference)
        findings = _findings(agent, response)
        for call in getattr(findings, "calls", ()):
            on_call(call)
        return findings

    async def _asked(self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance) -> Response:
        told = {LEFT: left.model_dump_json(exclude_none=True)} if left != UNLIMITED else {}
        place, message, may_have_worked = self.places[agent], seal(agent, inputs), True
        try:
            response = await place.client.responses.create(
                model=self.model,
                input=message,
                store=False,
                metadata={"case_id": inputs.case.case_id} | told,
                extra_headers=carried(),
                extra_body=place.extra_body,
            )
            may_have_worked = False
            return response
        except APITimeoutError:
            detail = "its server did not answer in time"
            raise AgentFailed(agent.value, AgentFailure.BUDGET_EXCEEDED, detail) from None
        except APIConnectionError:
            may_have_worked = False
            raise AgentFailed(agent.value, AgentFailure.UNAVAILABLE, "its server could not be reached") from None
        except APIError as error:
            _LOGGER.warning("agent %s: its server answered with %s", agent.value, type(error).__name__)
            raise AgentFailed(agent.value, AgentFailure.UNAVAILABLE, "its server refused the request") from None
        finally:
            if may_have_worked:
                self._tell_least(agent, message, on_call)

    def _tell_least(self, agent: AgentName, message: str, on_call: OnCall) -> None:
        """What a server that told nothing used at least, where a language model plays its agent."""
        model = self.expected.model_of(agent)
        if is_language_model(model):
            read = estimated_tokens(message)
            on_call(
                AgentUsage(
                    agent=agent, model=model, calls=1, failed=1, estimated=1, unpriced=1, read=read, written=0, usd=None
                )
            )

    def _difference(self, told: Mapping[str, Any]) -> str | None:
        """In what a server works with something else than this service; None in nothing."""
        others = [name for name, value in self.expected.metadata.items() if told.get(name) != value]
        named = ", ".join(name.replace("_", " ") for name in others)
        return f"its server works with another {named} than this service" if others else None


@asynccontextmanager
async def agents_at(
    addresses: Mapping[AgentName, str], expected: WorkedWith, timeout_seconds: float
) -> AsyncGenerator[RemoteAgents]:
    """Agents at their servers' addresses, for as long as the context is open.

    ``timeout_seconds`` bounds one try of a request. A server that cannot be reached, or that is overloaded, is asked
    again twice, with growing pauses.
    """
    async with AsyncExitStack() as open_clients:
        places = {
            agent: Place(
                await open_clients.enter_async_context(
                    UntransformedOpenAI(
                        base_url=address, api_key=_NO_KEY, timeout=timeout_seconds, max_retries=TRIES_AGAIN
                    )
                )
            )
            for agent, address in addresses.items()
        }
        yield RemoteAgents(places, expected)


def _findings(agent: AgentName, response: Response) -> AgentOutput:
    try:
        return FINDINGS[agent].model_validate_json(response.output_text)
    except ValidationError:
        detail = "its server's answer does not have the form of its findings"
        raise AgentFailed(agent.value, AgentFailure.OUTPUT_INVALID, detail) from None


def _tell_usage(agent: AgentName, response: Response, on_call: OnCall) -> None:
    """Raises :class:`AgentFailed` where what the model used cannot be read."""
    try:
        used = usage_told(response.metadata)
        if used is None:
            return
        if used.agent is not agent:
            raise ValueError(used.agent)
    except ValueError:
        detail = "its server's account of what its model used cannot be read"
        raise AgentFailed(agent.value, AgentFailure.OUTPUT_INVALID, detail) from None
    on_call(used)
