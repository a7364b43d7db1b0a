"""Agents that run elsewhere are believed in what is proven here, and in nothing else."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from agents.aside import aside
from agents.kit import size_of
from agents.registry import AGENTS
from mcp_clients import cms_coverage
from priorauth.assessing import Standards
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.ledger import LookupCall
from priorauth.model_budget import UNLIMITED, Allowance
from priorauth.model_usage import Made, OnCall
from priorauth.proof.answer import prove
from priorauth.proof.grounding import Asked

_NEEDED_TOOLS: Mapping[AgentName, frozenset[str]] = {
    AgentName.COVERAGE: frozenset((cms_coverage.SEARCH_NATIONAL_COVERAGE.name, cms_coverage.SEARCH_LOCAL_COVERAGE.name))
}


class Elsewhere(Protocol):
    """Agents that run elsewhere."""

    @property
    def model(self) -> str:
        """The name of the model that plays them."""
        ...

    async def states(self, timeout_seconds: float) -> Mapping[AgentName, str | None]:
        """Of each agent why it cannot be used now; None where it can."""
        ...

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        """The agent's findings, as it says."""
        ...


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class ProvenAgents:
    """Runs ``agents`` and proves what they answer by ``standards``. Their lookups are told of only where it is proven;
    what their models used, at once.
    """

    agents: Elsewhere
    standards: Standards
    now: Callable[[], dt.datetime] = _now

    @property
    def model(self) -> str:
        """The name of the model that plays the agents."""
        return self.agents.model

    async def states(self, timeout_seconds: float) -> Mapping[AgentName, str | None]:
        """Of each agent why it cannot be used now; None where it can."""
        return await self.agents.states(timeout_seconds)

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        """The agent's proven findings. Raises :class:`AgentFailed`, also where they are not proven."""
        begun, calls = self.now(), list[LookupCall]()

        def heed(call: Made) -> None:
            if isinstance(call, LookupCall):
                calls.append(call)
            else:
                on_call(call)

        findings = await self.agents.run(agent, inputs, heed, left)
        asked = Asked(
            agent=agent,
            inputs=inputs,
            begun=begun,
            ended=self.now(),
            lookups=frozenset(AGENTS[agent].lookups),
            needed_tools=_NEEDED_TOOLS.get(agent, frozenset()),
        )
        await aside(size_of(inputs), prove, asked, findings, self.standards)
        for call in calls:
            on_call(call)
        return findings
