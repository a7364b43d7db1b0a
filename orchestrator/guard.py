"""Around the agents: what was found before is not found again, and no fault or delay of an agent loses a case."""

import asyncio
import dataclasses
import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator.pipeline import Pipeline
from orchestrator.ports import AgentRunner, AroundAgents
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import FINDINGS, AgentInput, AgentName, AgentOutput
from priorauth.model_budget import UNLIMITED, Allowance
from priorauth.model_usage import OnCall
from telemetry.logs import fault_fields, fields
from telemetry.measures import agent_measured
from telemetry.spans import step_span

_log = logging.getLogger(__name__)


STOPPING_SECONDS = 5.0
"""How long an agent that was told to stop may take to do so before nobody waits for it any more."""


def guarded(pipeline: Pipeline, limit_seconds: float, case_seconds: float = math.inf) -> Pipeline:
    """The pipeline with its agents under guard: ``limit_seconds`` for each, ``case_seconds`` for a whole review."""
    agents = GuardedAgents(pipeline.agents, limit_seconds)
    return dataclasses.replace(pipeline, agents=agents, case_seconds=case_seconds)


@dataclass(frozen=True, slots=True)
class GuardedAgents(AroundAgents):
    """An :class:`AgentRunner` that fails in one way only: with :class:`AgentFailed`.

    ``limit_seconds`` is the time that one agent has. Then it is stopped; one that does not stop within
    ``stopping_seconds`` is left behind, which is logged. An unexpected fault is logged by its type and becomes
    ``unavailable``, so the case pends with that reason.
    """

    agents: AgentRunner
    limit_seconds: float
    stopping_seconds: float = STOPPING_SECONDS

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        """The agent's findings, of the type that belongs to it."""
        with step_span(agent.value, inputs.case.case_id), agent_measured(agent.value):
            output = await self._in_time(agent, inputs, on_call, left)
        if not isinstance(output, FINDINGS[agent]):
            raise AgentFailed(agent.value, AgentFailure.OUTPUT_INVALID, "it answered with another agent's findings.")
        return output

    async def _in_time(self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance) -> AgentOutput:
        """In a task of its own: the limit holds even where the agent does not heed that it is cancelled."""
        task = asyncio.create_task(self.agents.run(agent, inputs, on_call, left))
        try:
            await asyncio.wait({task}, timeout=self.limit_seconds)
            if not task.done():
                raise self._overdue(agent)
            return task.result()
        except AgentFailed:
            raise
        except Exception as error:  # noqa: BLE001 - the agent's edge: whatever it does, the case goes on
            raise _fault(agent, inputs.case.case_id, error) from None
        finally:
            await self._stop(task, agent, inputs.case.case_id)

    async def _stop(self, task: asyncio.Task[AgentOutput], agent: AgentName, case_id: str) -> None:
        if task.done():
            return
        task.add_done_callback(_collect)
        task.cancel()
        _, running = await asyncio.wait({task}, timeout=self.stopping_seconds)
        if running:
            _log.error("agent.left_behind", extra=fields(case_id=case_id, agent=agent.value))

    def _overdue(self, agent: AgentName) -> AgentFailed:
        detail = f"it had no answer after {self.limit_seconds:g} seconds. Run the review again."
        return AgentFailed(agent.value, AgentFailure.BUDGET_EXCEEDED, detail)


def _collect(task: asyncio.Task[AgentOutput]) -> None:
    """What a stopped agent ends with is of no interest, and is not logged as a fault that nobody took."""
    if not task.cancelled():
        task.exception()


def _fault(agent: AgentName, case_id: str, error: Exception) -> AgentFailed:
    _log.error("agent.fault", extra=fault_fields(error, case_id=case_id, agent=agent.value))
    detail = "it stopped with an unexpected fault, which is logged. Run the review again."
    return AgentFailed(agent.value, AgentFailure.UNAVAILABLE, detail)


@dataclass(frozen=True, slots=True)
class KeptFindings(AroundAgents):
    """An :class:`AgentRunner` that hands over findings that are there already, and runs the other agents."""

    agents: AgentRunner
    kept: Mapping[AgentName, AgentOutput]

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        """The findings that were kept, or those of a run."""
        if agent in self.kept:
            return self.kept[agent]
        return await self.agents.run(agent, inputs, on_call, left)
