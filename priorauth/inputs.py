"""What each agent is given. With the findings, this is the whole language between the orchestrator and the agents."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from priorauth.case import Case
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, NotEvaluated
from priorauth.gates import AgentFindings
from priorauth.recommendation import Recommendation
from priorauth.value import Value


class AgentName(StrEnum):
    """The four agents, in the order in which their findings are used."""

    COMPLIANCE = "compliance"
    CLINICAL = "clinical"
    COVERAGE = "coverage"
    SYNTHESIS = "synthesis"


class ComplianceInput(Value):
    """The compliance agent reads the case alone."""

    case: Case


class ClinicalInput(Value):
    """The clinical agent reads the case alone."""

    case: Case


class CoverageInput(Value):
    """The coverage agent needs the request and what the clinical agent found, not the record's text."""

    case: Case
    clinical: ClinicalFindings | NotEvaluated

    @classmethod
    def of(cls, case: Case, clinical: ClinicalFindings | NotEvaluated) -> "CoverageInput":
        """The input for a case: its documents without their text."""
        return cls(case=case.without_texts(), clinical=clinical)


class SynthesisInput(Value):
    """The synthesis agent weighs what the three others found, or failed to find; it needs neither text nor facts."""

    case: Case
    compliance: ComplianceFindings | NotEvaluated
    clinical: ClinicalFindings | NotEvaluated
    coverage: CoverageFindings | NotEvaluated

    @classmethod
    def of(
        cls,
        case: Case,
        compliance: ComplianceFindings | NotEvaluated,
        clinical: ClinicalFindings | NotEvaluated,
        coverage: CoverageFindings | NotEvaluated,
    ) -> "SynthesisInput":
        """The input for a case: its documents without their text, the clinical findings without facts and passages."""
        if not isinstance(clinical, NotEvaluated):
            clinical = clinical.model_copy(update={"facts": (), "passages": ()})
        return cls(case=case.without_texts(), compliance=compliance, clinical=clinical, coverage=coverage)

    @property
    def findings(self) -> AgentFindings:
        """The three findings as the gates take them."""
        return AgentFindings(compliance=self.compliance, clinical=self.clinical, coverage=self.coverage)


class SynthesisFindings(Value):
    """The recommendation, computed, and its prose. ``prose_by`` is ``function`` or the name of a model."""

    recommendation: Recommendation
    summary: str
    rationale: str
    prose_by: Annotated[str, Field(min_length=1)] = "function"


AgentInput = ComplianceInput | ClinicalInput | CoverageInput | SynthesisInput
AgentOutput = ComplianceFindings | ClinicalFindings | CoverageFindings | SynthesisFindings

FINDINGS: Mapping[AgentName, type[AgentOutput]] = {
    AgentName.COMPLIANCE: ComplianceFindings,
    AgentName.CLINICAL: ClinicalFindings,
    AgentName.COVERAGE: CoverageFindings,
    AgentName.SYNTHESIS: SynthesisFindings,
}
"""What each agent hands over."""
INPUTS: Mapping[AgentName, type[AgentInput]] = {
    AgentName.COMPLIANCE: ComplianceInput,
    AgentName.CLINICAL: ClinicalInput,
    AgentName.COVERAGE: CoverageInput,
    AgentName.SYNTHESIS: SynthesisInput,
}
"""What each agent is given. A field named after an agent holds what that agent found."""


def building_on(agent: AgentName) -> frozenset[AgentName]:
    """The agents that must run again where this one does: they are given its findings, or those of one that is."""
    next_ones = [name for name, given in INPUTS.items() if agent.value in given.model_fields]
    return frozenset(next_ones).union(*map(building_on, next_ones))
