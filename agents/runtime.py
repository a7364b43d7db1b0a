"""One way to run any agent: skill as instructions, lookups as tools, a typed draft, and the agent's own finish.

Whatever plays the agent, a draft that does not parse is sent back once with its errors; a second is a typed failure.
One that parses and says what its agent will not let stand is sent back once too; the agent's finish has the last word.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from agent_framework import Agent, ChatMiddleware, MCPStreamableHTTPTool, Message
from agent_framework.exceptions import AgentFrameworkException
from pydantic import BaseModel

from agents.answers import Unusable, read_answer, worth_repeating
from agents.aside import aside
from agents.briefing import part_brief
from agents.kit import AgentKit, characters_of, size_of
from agents.models.failing import failure_of
from agents.models.meter import Meter, TurnLimit
from agents.models.reaching import ReachAgain
from agents.models.schema import strict_format
from agents.models.spending import Spending
from agents.parting import Part, parts_of
from agents.pool import ReaderDied
from agents.registry import AGENTS, address
from agents.spec import AgentSpec
from agents.toolbox import Toolbox
from mcp_clients.ledger import Ledger, LedgerEntry
from priorauth.agreement import is_language_model
from priorauth.case import Case
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.model_budget import UNLIMITED, Allowance
from priorauth.model_prices import PriceTable
from priorauth.model_usage import OnCall

_LOGGER = logging.getLogger(__name__)
_REPAIR = "Your answer does not have the form asked for. Correct it and answer with the JSON object alone. Problems:\n"
_REWRITE = "Your answer says what may not stand. Correct it and answer with the JSON object alone. Problems:\n"
_PARTS_AT_ONCE = 4
_SHORTEST_LIMIT, _LIMIT_PER_CHARACTER = 200_000, 20

Found = TypeVar("Found", bound=AgentOutput)
ModelFor = Callable[[AgentSpec[Any, Any, Any]], Any]
"""The framework's chat client that plays an agent."""


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


@asynccontextmanager
async def in_time(agent: AgentName, seconds: float) -> AsyncGenerator[None]:
    """An agent's work, stopped after so many seconds. Raises :class:`AgentFailed` then, and where its reader died."""
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            yield
    except TimeoutError:
        if not limit.expired():
            raise
        detail = f"it did not finish within {seconds:g} seconds"
        raise AgentFailed(agent.value, AgentFailure.BUDGET_EXCEEDED, detail) from None
    except ReaderDied:
        detail = "the process that reads long records ended before it had read this one, twice"
        raise AgentFailed(agent.value, AgentFailure.UNAVAILABLE, detail) from None


@dataclass(frozen=True)
class _Run:
    """One agent's run: when it ends, by the monotonic clock, and what counts its language model's calls."""

    until: float
    meter: Meter | None


@dataclass(frozen=True)
class InProcessAgents:
    """Runs the agents in this process. ``agent_timeout`` bounds one agent's whole run, in seconds.

    What language models use is counted in ``spending``, at ``prices``; the embedded one uses nothing.
    """

    kit: AgentKit
    model_for: ModelFor
    toolbox: Toolbox
    agent_timeout: float
    spending: Spending = field(default_factory=Spending)
    prices: PriceTable = field(default_factory=PriceTable)

    @property
    def model(self) -> str:
        """The name of the model that plays the agents, or which plays whom."""
        return self.kit.models.together

    async def states(self, timeout_seconds: float) -> Mapping[AgentName, str | None]:
        """Of each agent why it cannot be used now: none has a reason, being here."""
        return dict.fromkeys(AgentName)

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        """The agent's findings. Raises :class:`AgentFailed`."""
        self.spending.heed(inputs.case.case_id, left)
        try:
            async with in_time(agent, self.agent_timeout):
                return await self._run(AGENTS[agent], inputs, on_call, left)
        except AgentFrameworkException as error:
            _LOGGER.warning("agent %s failed: %s", agent.value, type(error).__name__)
            raise AgentFailed(agent.value, *failure_of(error)) from None

    async def _run(
        self, spec: AgentSpec[Any, Any, Any], inputs: AgentInput, on_call: OnCall, left: Allowance
    ) -> AgentOutput:
        ledger, until = WatchedLedger(on_call), time.monotonic() + self.agent_timeout
        run = _Run(until, self._meter(spec, inputs.case.case_id, on_call, left))
        size = size_of(inputs)
        parts = await aside(size, self._parts, spec, inputs.case)
        async with self._read(spec, inputs.case), self.toolbox.lent(spec.lookups, ledger, until) as tools:
            if spec.join is None or len(parts) == 1:
                draft = await self._drafted(spec, inputs, tools, run)
            else:
                draft = spec.join(zip(parts, await self._in_parts(spec, inputs, parts, tools, run), strict=True))
        return await aside(size, spec.finish, draft, inputs, ledger, self.kit)

    @asynccontextmanager
    async def _read(self, spec: AgentSpec[Any, Any, Any], case: Case) -> AsyncGenerator[None]:
        """Has the record read by the end: beside a language model, and before the embedded one, which plays by it."""
        if not spec.reads_record:
            yield
        elif not is_language_model(self.kit.models.by_agent[spec.name]):
            await self.kit.prepare(case)
            yield
        else:
            reading = asyncio.create_task(self.kit.prepare(case))
            try:
                yield
                await reading
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)

    def _parts(self, spec: AgentSpec[Any, Any, Any], case: Case) -> tuple[Part, ...]:
        """The embedded model reads any record at once."""
        if not is_language_model(self.kit.models.by_agent[spec.name]):
            return (Part(case, {}),)
        return parts_of(case, self.spending.limits.part_tokens)

    async def _in_parts(
        self,
        spec: AgentSpec[Any, Any, Any],
        inputs: AgentInput,
        parts: Sequence[Part],
        tools: Sequence[MCPStreamableHTTPTool],
        run: _Run,
    ) -> list[BaseModel]:
        """The draft of each part. With the first alone go the lookups; where one part fails, the agent does."""
        room = asyncio.Semaphore(_PARTS_AT_ONCE)

        async def drafted(number: int, part: Part) -> BaseModel:
            own = inputs.model_copy(update={"case": part.case})
            async with room:
                return await self._drafted(spec, own, tools if number == 1 else (), run, part_brief(number, len(parts)))

        tasks = [asyncio.create_task(drafted(number, part)) for number, part in enumerate(parts, start=1)]
        try:
            return await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _drafted(
        self,
        spec: AgentSpec[Any, Any, Any],
        inputs: AgentInput,
        tools: Sequence[MCPStreamableHTTPTool],
        run: _Run,
        *told: str,
    ) -> BaseModel:
        """One model's draft on one input, of which it is ``told`` more than the skill says."""
        message = await aside(size_of(inputs), address, spec, inputs)
        around = self._around(spec, run)
        instructions = "\n\n".join((self._instructions(spec, inputs), *told))
        return await self._draft(spec, message, self._agent(spec, instructions, tools, around), inputs)

    def _meter(self, spec: AgentSpec[Any, Any, Any], case_id: str, on_call: OnCall, left: Allowance) -> Meter | None:
        """Counts what a language model uses, over all parts of the record; None where the embedded one plays."""
        model = self.kit.models.by_agent[spec.name]
        if not is_language_model(model):
            return None
        return Meter(spec.name, case_id, model, self.spending, self.prices.of(model), on_call, left)

    def _around(self, spec: AgentSpec[Any, Any, Any], run: _Run) -> list[ChatMiddleware]:
        """What stands around each turn: it is tried again where that may help, and a language model's tries count."""
        again = ReachAgain(self.toolbox.patience, run.until)
        return [TurnLimit(spec.name, self.spending.limits), again, run.meter] if run.meter else [again]

    def _instructions(self, spec: AgentSpec[Any, Any, Any], inputs: AgentInput) -> str:
        """The skill's, and for a language model what is to be known of this input."""
        instructions = self.kit.rule_book.skills.skills[spec.skill].instructions
        brief = spec.brief(inputs, self.kit) if is_language_model(self.kit.models.by_agent[spec.name]) else ""
        return f"{instructions.rstrip()}\n\n{brief}" if brief else instructions

    def _agent(
        self,
        spec: AgentSpec[Any, Any, Any],
        instructions: str,
        tools: Sequence[MCPStreamableHTTPTool],
        around: Sequence[ChatMiddleware],
    ) -> Agent[Any]:
        """The tools are connected, so the agent has nothing to open or close."""
        return Agent(
            self.model_for(spec),
            instructions,
            name=spec.name.value,
            tools=tools,
            default_options={
                "response_format": strict_format(spec.draft),
                "store": False,
                "max_tokens": self.spending.limits.answer_tokens,
            },
            middleware=around,
        )

    async def _draft(
        self, spec: AgentSpec[Any, Any, Any], message: str, agent: Agent[Any], inputs: AgentInput
    ) -> BaseModel:
        """The first answer, where nothing is wrong with it, else the second: where that has not the form asked for, the
        first if it had.
        """
        longest = longest_answer(inputs)
        conversation = [Message("user", [message])]
        response = await agent.run(conversation)
        first = await read_answer(spec.draft, response, longest)
        if isinstance(first, Unusable):
            wrong = _REPAIR + first.problems
        elif not (wrong := await self._objected(spec, first, inputs)):
            return first
        conversation += [*worth_repeating(response, longest), Message("user", [wrong])]
        second = await read_answer(spec.draft, await agent.run(conversation), longest)
        if not isinstance(second, Unusable):
            return second
        if not isinstance(first, Unusable):
            return first
        twice = f"its answer {first.why}, twice"
        detail = twice if first.why == second.why else f"its answer {first.why}, and the next {second.why}"
        raise AgentFailed(spec.name.value, AgentFailure.OUTPUT_INVALID, detail)

    async def _objected(self, spec: AgentSpec[Any, Any, Any], draft: BaseModel, inputs: AgentInput) -> str:
        """What is sent back to a model whose draft has the right form and may not stand; empty where it may."""
        objections = await aside(size_of(inputs), spec.objections, draft, inputs, self.kit)
        return _REWRITE + "\n".join(f"- {one}" for one in objections) if objections else ""


def longest_answer(inputs: AgentInput) -> int:
    """How many characters an agent's answer may have: it quotes the record, statement by statement."""
    return _SHORTEST_LIMIT + _LIMIT_PER_CHARACTER * characters_of(inputs.case)
