"""The time that the review of one case has, over all its agents."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from orchestrator.ports import AgentRunner, AroundAgents
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.model_budget import UNLIMITED, Allowance
from priorauth.model_usage import OnCall


@dataclass(frozen=True)
class CaseBudget(AroundAgents):
    """An :class:`AgentRunner` for one review, which began at ``began`` and has ``limit_seconds``.

    An agent whose turn comes after the end is not started, and one that is at work then is stopped; both fail with
    ``budget_exceeded``, so that the case goes to a person with what was found until then. ``clock`` is monotonic.
    """

    agents: AgentRunner
    limit_seconds: float
    clock: Callable[[], float] = time.monotonic
    began: float = field(default_factory=time.monotonic)

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        """The agent's findings."""
        seconds = self.began + self.limit_seconds - self.clock()
        if seconds <= 0:
            raise self._exceeded(agent, "before its turn came")
        limit = asyncio.timeout(seconds)
        try:
            async with limit:
                return await self.agents.run(agent, inputs, on_call, left)
        except TimeoutError:
            if not limit.expired():
                raise
            raise self._exceeded(agent, "before it had an answer") from None

    def _exceeded(self, agent: AgentName, when: str) -> AgentFailed:
        detail = f"the {self.limit_seconds:g} seconds for the whole case were used up {when}. Run the review again."
        return AgentFailed(agent.value, AgentFailure.BUDGET_EXCEEDED, detail)
