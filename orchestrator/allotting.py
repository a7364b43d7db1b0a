"""What language models may still use for one review: the limits less what its case and the day have used, by the store.

What this review uses is counted as it is told, before it is written. The case's limit holds over every revision,
attempt and agent, wherever they run. The day's sum is read anew before each agent: what agents at work in other
processes use meanwhile is not in it, and the day may be passed by that much.
"""

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
        now = await self.read()
        before = self._before = self._before or now
        case, day = before.case.plus(self._used), before.day.plus(self._used)
        return Allowance.of(self.limits, case, day.at_least(now.day))
