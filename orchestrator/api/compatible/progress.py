"""The progress of a review, folded from the stored events of one revision: a pure function of what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from orchestrator.api.compatible.models import AgentProgress, Progress
from orchestrator.store.events import StoredEvent
from priorauth.audit import EventType
from priorauth.inputs import AgentName
from priorauth.ledger import LookupOutcome

Phase = Literal["preflight", "phase_1", "phase_2", "phase_3", "phase_4"]


@dataclass(frozen=True, slots=True)
class _Stage:
    """A phase: its agents, and the percentages of its beginning and end."""

    phase: Phase
    agents: tuple[AgentName, ...]
    begins: int
    ends: int
    done: str


_STAGES = (
    _Stage("phase_1", (AgentName.COMPLIANCE, AgentName.CLINICAL), 15, 50, "Compliance and clinical review are done."),
    _Stage("phase_2", (AgentName.COVERAGE,), 55, 75, "The coverage assessment is done."),
    _Stage("phase_3", (AgentName.SYNTHESIS,), 80, 92, "The synthesis is done."),
)
_ENDED = ("done", "warning", "error")


@dataclass(frozen=True, slots=True)
class Fold:
    """What is known so far. ``agents`` is in the order of :class:`AgentName`."""

    agents: Mapping[str, AgentProgress]
    percent: int = 0

    def after(self, event: StoredEvent) -> tuple["Fold", Progress | None]:
        """The fold after an event, and what is told of it; None where there is nothing new to tell."""
        payload = event.payload or {}
        agent = payload.get("agent")
        match event.link.type:
            case EventType.REVIEW_STARTED:
                return self._kept(payload)._tell("preflight", "running", 2, "The review has started.")
            case EventType.PREFLIGHT_COMPLETED:
                return self._tell("preflight", "completed", 10, "The request's form was checked.")
            case EventType.AGENT_STARTED:
                return self._agent(str(agent), "running", "")
            case EventType.LOOKUP_CALLED:
                return self._lookup(payload), None
            case EventType.AGENT_COMPLETED:
                status = "warning" if self.agents[str(agent)].detail else "done"
                return self._agent(str(agent), status, self.agents[str(agent)].detail)
            case EventType.AGENT_FAILED:
                return self._agent(str(agent), "error", str(payload.get("reason", "")))
            case EventType.RECOMMENDATION_READY:
                return self._tell("phase_4", "completed", 100, "The recommendation is ready for clinical review.")
            case _:
                return self, None

    def _kept(self, payload: Mapping[str, Any]) -> "Fold":
        """Agents whose findings are there already."""
        kept = {name: AgentProgress(status="done", detail="Found before.") for name in payload.get("kept", ())}
        return replace(self, agents={**self.agents, **kept})

    def _lookup(self, payload: Mapping[str, Any]) -> "Fold":
        agent, outcome = str(payload["agent"]), LookupOutcome(payload["outcome"])
        if not outcome.failed:
            return self
        known = self.agents[agent]
        detail = f"{known.detail} {payload['lookup']}: {outcome.value}.".strip()
        return replace(self, agents={**self.agents, agent: AgentProgress(status=known.status, detail=detail)})

    def _agent(self, agent: str, status: Any, detail: str) -> tuple["Fold", Progress]:
        agents = {**self.agents, agent: AgentProgress(status=status, detail=detail)}
        stage = next(one for one in _STAGES if agent in [name.value for name in one.agents])
        ended = sum(agents[name.value].status in _ENDED for name in stage.agents)
        percent = stage.begins + (stage.ends - stage.begins) * ended // len(stage.agents)
        folded = replace(self, agents=agents)
        if ended == len(stage.agents):
            return folded._tell(stage.phase, "completed", percent, stage.done)
        return folded._tell(stage.phase, "running", percent, f"The {agent} agent: {status}.")

    def _tell(
        self, phase: Phase, status: Literal["running", "completed"], percent: int, message: str
    ) -> tuple["Fold", Progress]:
        percent = max(self.percent, percent)
        folded = replace(self, percent=percent)
        told = Progress(phase=phase, status=status, progress_pct=percent, message=message, agents=dict(self.agents))
        return folded, told


NOTHING = Fold(agents={name.value: AgentProgress() for name in AgentName})
