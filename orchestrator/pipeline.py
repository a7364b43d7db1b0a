"""The whole review on one screen: pre-flight, compliance beside clinical, coverage, synthesis, recommendation."""

import asyncio
import math
from dataclasses import dataclass
from typing import TypeVar, cast

from orchestrator.budget import CaseBudget
from orchestrator.ports import AgentRunner, Journal
from priorauth.case import Case
from priorauth.errors import AgentFailed
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, NotEvaluated
from priorauth.inputs import (
    AgentInput,
    AgentName,
    AgentOutput,
    ClinicalInput,
    ComplianceInput,
    CoverageInput,
    SynthesisFindings,
    SynthesisInput,
)
from priorauth.ledger import LookupCall
from priorauth.model_usage import Made
from priorauth.preflight import preflight
from priorauth.rationale import computed_synthesis
from priorauth.revision import Revision, Versions
from priorauth.skill import SynthesisRules

Found = TypeVar("Found", bound=AgentOutput)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The review of a case by four agents. An agent that fails pends the case with its reason.

    ``case_seconds`` is the time that one review has for all of them together.
    """

    agents: AgentRunner
    rules: SynthesisRules
    versions: Versions
    case_seconds: float = math.inf

    async def review(self, case: Case, journal: Journal, *, number: int, assumptions: tuple[str, ...]) -> Revision:
        """The case's next revision. The journal is told of each step as it happens, and waited for at the end."""
        agents = CaseBudget(self.agents, self.case_seconds)
        checked = preflight(case)
        journal.preflight_completed(checked)
        compliance, clinical = await asyncio.gather(
            _run(agents, AgentName.COMPLIANCE, ComplianceInput(case=case), ComplianceFindings, journal),
            _run(agents, AgentName.CLINICAL, ClinicalInput(case=case), ClinicalFindings, journal),
        )
        asked = CoverageInput.of(case, clinical)
        coverage = await _run(agents, AgentName.COVERAGE, asked, CoverageFindings, journal)
        weighed = SynthesisInput.of(case, compliance, clinical, coverage)
        synthesis = await _run(agents, AgentName.SYNTHESIS, weighed, SynthesisFindings, journal)
        if isinstance(synthesis, NotEvaluated):
            synthesis = computed_synthesis(weighed, self.rules, also_failed=(synthesis,))
        revision = Revision(
            number=number,
            case=case,
            assumptions=assumptions,
            versions=self.versions,
            preflight=checked,
            compliance=compliance,
            clinical=clinical,
            coverage=coverage,
            synthesis=synthesis,
        )
        await journal.recommended(revision)
        return revision


async def _run(
    agents: AgentRunner, agent: AgentName, inputs: AgentInput, findings: type[Found], journal: Journal
) -> Found | NotEvaluated:
    journal.agent_started(agent)
    await asyncio.sleep(0)  # agents that run together start together, before one of them works
    try:
        output = await agents.run(agent, inputs, lambda call: _tell(journal, agent, call))
    except AgentFailed as error:
        failure = NotEvaluated(agent=agent.value, failure=error.failure, reason=str(error))
        journal.agent_failed(agent, failure)
        return failure
    if not isinstance(output, findings):
        raise TypeError(f"the {agent.value} agent answered with {type(output).__name__}")
    journal.agent_completed(agent, output)
    return cast(Found, output)


def _tell(journal: Journal, agent: AgentName, call: Made) -> None:
    if isinstance(call, LookupCall):
        journal.lookup_called(agent, call)
    else:
        journal.model_called(call)
