"""One way to run any agent: skill as instructions, lookups as tools, a typed draft, and the agent's own finish.

Whatever plays the agent, a draft that does not parse is sent back once with its errors; a second is a typed failure.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from agent_framework import Agent, MCPStreamableHTTPTool, Message
from agent_framework.exceptions import AgentFrameworkException
from pydantic import BaseModel, ValidationError

from agents.aside import aside
from agents.envelope import seal
from agents.kit import AgentKit, size_of
from agents.registry import AGENTS
from agents.spec import AgentSpec
from agents.toolbox import Toolbox
from mcp_clients.ledger import Ledger, LedgerEntry
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.ledger import LookupCall

_LOGGER = logging.getLogger(__name__)
_REPAIR = "Your answer does not have the form asked for. Correct it and answer with the JSON object alone. Problems:\n"
_MAX_PROBLEMS = 20

Found = TypeVar("Found", bound=AgentOutput)
ModelFor = Callable[[AgentSpec[Any, Any, Any]], Any]
"""The framework's chat client that plays an agent."""
OnCall = Callable[[LookupCall], None]


class WatchedLedger(Ledger):
    """A ledger that tells of each call as it ends."""

    def __init__(self, on_call: OnCall) -> None:
        """``on_call`` is told of every call once."""
        super().__init__()
        self._on_call = on_call

    def record(self, entry: LedgerEntry) -> None:
        """Append what became of a call, and tell of it."""
        super().record(entry)
        self._on_call(entry.call)


@dataclass(frozen=True)
class InProcessAgents:
    """Runs the agents in this process. ``agent_timeout`` bounds one agent's whole run, in seconds."""

    kit: AgentKit
    model_for: ModelFor
    toolbox: Toolbox
    agent_timeout: float

    @property
    def model(self) -> str:
        """The name of the model that plays the agents."""
        return self.kit.model

    async def run(self, agent: AgentName, inputs: AgentInput, on_call: OnCall) -> AgentOutput:
        """The agent's findings. Raises :class:`AgentFailed`."""
        try:
            async with asyncio.timeout(self.agent_timeout):
                return await self._run(AGENTS[agent], inputs, WatchedLedger(on_call))
        except TimeoutError:
            detail = f"it did not finish within {self.agent_timeout:g} seconds"
            raise AgentFailed(agent.value, AgentFailure.BUDGET_EXCEEDED, detail) from None
        except AgentFrameworkException as error:
            _LOGGER.warning("agent %s failed: %s", agent.value, type(error).__name__)
            raise AgentFailed(agent.value, AgentFailure.UNAVAILABLE, "its model could not be reached") from None

    async def _run(self, spec: AgentSpec[Any, Any, Any], inputs: AgentInput, ledger: Ledger) -> AgentOutput:
        if spec.reads_record:
            await self.kit.prepare(inputs.case)
        size = size_of(inputs)
        message = await aside(size, seal, spec.name, inputs)
        async with self.toolbox.lent(spec.lookups, ledger) as tools:
            draft = await self._draft(spec, message, tools)
        return await aside(size, spec.finish, draft, inputs, ledger, self.kit)

    async def _draft(
        self, spec: AgentSpec[Any, Any, Any], message: str, tools: Sequence[MCPStreamableHTTPTool]
    ) -> BaseModel:
        """The tools are connected, so the agent has nothing to open or close."""
        skill = self.kit.rule_book.skills.skills[spec.skill]
        agent = Agent(
            self.model_for(spec),
            skill.instructions,
            name=spec.name.value,
            tools=tools,
            default_options={"response_format": spec.draft},
        )
        conversation = [Message("user", [message])]
        response = await agent.run(conversation)
        draft = await _parse(spec, response.text)
        if isinstance(draft, str):
            conversation += [*response.messages, Message("user", [_REPAIR + draft])]
            draft = await _parse(spec, (await agent.run(conversation)).text)
        if isinstance(draft, str):
            detail = "its answer had not the form asked for, twice"
            raise AgentFailed(spec.name.value, AgentFailure.OUTPUT_INVALID, detail)
        return draft


async def _parse(spec: AgentSpec[Any, Any, Any], answer: str) -> BaseModel | str:
    """The draft, or the problems of the answer without its words."""
    try:
        return await aside(len(answer), spec.draft.model_validate_json, answer)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False, include_context=False)[:_MAX_PROBLEMS]
        return "\n".join(
            f"- {'.'.join(map(str, problem['loc'])) or 'answer'}: {problem['msg']}" for problem in problems
        )
