"""What language models may still use for one review: the limits less what its case and the day have used, by the store.

What this review uses is counted as it is told, before it is written. The case's limit holds over every revision,
attempt and agent, wherever they run. Where the day has a limit, its sum is read anew before each agent: what agents at
work in other processes use meanwhile is not in it, and the day may be passed by that much.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from orchestrator.ports import AgentRunner, AroundAgents
from priorauth.agreement import is_language_model
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.model_budget import UNLIMITED, Allowance, Amount, ModelLimits
from priorauth.model_usage import AgentUsage, Made, OnCall


@dataclass(frozen=True, slots=True)
class Spent:
    """What language models used for a case, and for all cases on this day of UTC."""

    case: Amount = field(default_factory=Amount)
    day: Amount = field(default_factory=Amount)


ReadSpent = Callable[[], Awaitable[Spent]]


@dataclass(slots=True)
class Allotted(AroundAgents):
    """An :class:`AgentRunner` for one review that tells each agent what is left. ``read`` asks the store."""

    agents: AgentRunner
    limits: ModelLimits
    read: ReadSpent
    _before: Spent | None = None
    _day: Amount = field(default_factory=Amount)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _used: Amount = field(default_factory=Amount)

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        """The agent's findings. Nothing is asked of the store where no language model is called."""
        if not is_language_model(self.model):
            return await self.agents.run(agent, inputs, on_call, left)

        def heed(call: Made) -> None:
            if isinstance(call, AgentUsage):
                self._used = self._used.plus(call.amount)
            on_call(call)

        return await self.agents.run(agent, inputs, heed, await self._left())

    async def _left(self) -> Allowance:
        async with self._asking:
            before, day = self._before, self._day
            if before is None or self.limits.of_the_day:
                now = await self.read()
                before, day = self._before, self._day = self._before or now, now.day
        of_day = before.day.plus(self._used).at_least(day)
        return Allowance.of(self.limits, before.case.plus(self._used), of_day)
