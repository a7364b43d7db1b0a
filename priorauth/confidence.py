"""The confidence of a recommendation: how strong the evidence is. It is no probability, and nothing is decided by it.

0.4 · mean criterion confidence + 0.3 · extraction + 0.2 · compliance + 0.1 · policy fit, less a penalty for each agent
that failed, in [0, 1], two decimals. Weights, levels and penalty are the synthesis skill's data.
"""

from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from priorauth.findings import AssessedCriterion, LineAssessment
from priorauth.kleene import Status
from priorauth.skill import SynthesisRules
from priorauth.value import Value


class ConfidenceLevel(StrEnum):
    """HIGH needs every gate passed as well."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class Component(Value):
    """One weighted part. ``score`` is 0 to 1; ``evaluated`` is False where the agent behind it failed."""

    name: str
    weight: float
    score: float = Field(ge=0, le=1)
    evaluated: bool


class WeakestCriterion(Value):
    """The required criterion with the least behind it. ``text`` is its title, or its text where it has none."""

    line: str
    criterion_id: str
    text: str
    status: Status
    confidence: int


class Confidence(Value):
    """The confidence with its arithmetic."""

    value: float = Field(ge=0, le=1)
    level: ConfidenceLevel
    components: tuple[Component, ...]
    penalty: float = Field(ge=0)
    weakest: WeakestCriterion | None = None


def scored_criteria(line: LineAssessment) -> tuple[AssessedCriterion, ...]:
    """The criteria of a line in the mean: the required ones of the policies, and the two universal ones."""
    return (*(item for item in line.criteria if item.required), *line.universal)


def mean_criterion_score(criteria: Sequence[AssessedCriterion]) -> float:
    """The mean confidence of criteria, 0 to 1, where one that is not MET counts 0; 0 for none."""
    if not criteria:
        return 0.0
    met = (item.result.confidence for item in criteria if item.result.status is Status.MET)
    return sum(met) / len(criteria) / 100


def weigh_components(
    components: tuple[Component, ...],
    *,
    failed_agents: int,
    every_gate_passed: bool,
    weakest: WeakestCriterion | None,
    rules: SynthesisRules,
) -> Confidence:
    """The confidence of weighted components."""
    penalty = failed_agents * rules.failed_agent_penalty
    raw = sum(component.weight * component.score for component in components) - penalty
    value = round(min(1.0, max(0.0, raw)), 2)
    return Confidence(
        value=value,
        level=_level(value, every_gate_passed, rules),
        components=components,
        penalty=penalty,
        weakest=weakest,
    )


def _level(value: float, every_gate_passed: bool, rules: SynthesisRules) -> ConfidenceLevel:
    if value >= rules.levels.high and every_gate_passed:
        return ConfidenceLevel.HIGH
    return ConfidenceLevel.MEDIUM if value >= rules.levels.medium else ConfidenceLevel.LOW
