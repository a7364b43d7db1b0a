"""One agent alone, on a request without a case: nothing is stored. What it needs of other agents is found anew."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import cast

from orchestrator.pipeline import Pipeline
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
from priorauth.model_usage import Made


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an agent found alone, with what it was given."""

    given: SynthesisInput | None
    found: AgentOutput


async def run_single(pipeline: Pipeline, agent: AgentName, case: Case) -> Weighed:
    """The agent's findings. Raises :class:`AgentFailed` where the agent itself gives none."""
    return await _RUNS[agent](pipeline, case)


async def _compliance(pipeline: Pipeline, case: Case) -> Weighed:
    return Weighed(None, await _run(pipeline, AgentName.COMPLIANCE, ComplianceInput(case=case)))


async def _clinical(pipeline: Pipeline, case: Case) -> Weighed:
    return Weighed(None, await _run(pipeline, AgentName.CLINICAL, ClinicalInput(case=case)))


async def _coverage(pipeline: Pipeline, case: Case) -> Weighed:
    clinical = await _found(pipeline, AgentName.CLINICAL, ClinicalInput(case=case))
    given = CoverageInput.of(case, cast(ClinicalFindings | NotEvaluated, clinical))
    return Weighed(None, await _run(pipeline, AgentName.COVERAGE, given))


async def _synthesis(pipeline: Pipeline, case: Case) -> Weighed:
    compliance, clinical = await asyncio.gather(
        _found(pipeline, AgentName.COMPLIANCE, ComplianceInput(case=case)),
        _found(pipeline, AgentName.CLINICAL, ClinicalInput(case=case)),
    )
    clinical = cast(ClinicalFindings | NotEvaluated, clinical)
    coverage = await _found(pipeline, AgentName.COVERAGE, CoverageInput.of(case, clinical))
    given = SynthesisInput.of(
        case,
        cast(ComplianceFindings | NotEvaluated, compliance),
        clinical,
        cast(CoverageFindings | NotEvaluated, coverage),
    )
    return Weighed(given, cast(SynthesisFindings, await _run(pipeline, AgentName.SYNTHESIS, given)))


_RUNS: Mapping[AgentName, Callable[[Pipeline, Case], Awaitable[Weighed]]] = {
    AgentName.COMPLIANCE: _compliance,
    AgentName.CLINICAL: _clinical,
    AgentName.COVERAGE: _coverage,
    AgentName.SYNTHESIS: _synthesis,
}


async def _run(pipeline: Pipeline, agent: AgentName, given: AgentInput) -> AgentOutput:
    return await pipeline.agents.run(agent, given, _unrecorded)


async def _found(pipeline: Pipeline, agent: AgentName, given: AgentInput) -> AgentOutput | NotEvaluated:
    try:
        return await _run(pipeline, agent, given)
    except AgentFailed as error:
        return NotEvaluated(agent=agent.value, failure=error.failure, reason=str(error))


def _unrecorded(_: Made) -> None:
    """There is no case whose log could hold the call; the findings name it."""
