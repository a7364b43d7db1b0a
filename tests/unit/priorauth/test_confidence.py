"""The arithmetic of the confidence, by examples computed by hand from the formula

0.4 · criteria + 0.3 · extraction + 0.2 · compliance + 0.1 · policy fit - 0.20 for each agent that failed.
"""

from typing import Any

import pytest

from priorauth.confidence import Component, Confidence, ConfidenceLevel, mean_criterion_score, weigh_components
from priorauth.gates import AgentFindings
from priorauth.kleene import Status
from priorauth.recommendation import recommend
from priorauth.skill import PolicyFit
from tests.building.findings import (
    a_line_assessment,
    agent_findings,
    an_extraction,
    assessed,
    clinical,
    compliance,
    coverage,
    failed,
)
from tests.building.rules import SYNTHESIS_RULES

HIGH, MEDIUM, LOW = ConfidenceLevel.HIGH, ConfidenceLevel.MEDIUM, ConfidenceLevel.LOW


def confidence(findings: AgentFindings, **given: Any) -> Confidence:
    return recommend(findings, SYNTHESIS_RULES, **given).confidence


def found(*confidences: int, extraction: int = 90, score: float = 1.0, **line: Any) -> AgentFindings:
    """Findings with MET criteria of these confidences."""
    criteria = (assessed(confidence=confidence) for confidence in confidences)
    return agent_findings(
        coverage=coverage(a_line_assessment(*criteria, **line)),
        clinical=clinical(extraction=an_extraction(extraction)),
        compliance=compliance(score=score),
    )


OUTSIDE, BORDERLINE = PolicyFit.DIAGNOSIS_OUTSIDE, PolicyFit.NO_POLICY_BORDERLINE


@pytest.mark.parametrize(
    ("findings", "value", "level", "by_hand"),
    [
        (found(100, extraction=100), 1.00, HIGH, "0.40 + 0.30 + 0.20 + 0.10"),
        (found(90, extraction=90), 0.93, HIGH, "0.36 + 0.27 + 0.20 + 0.10"),
        (found(95, 85, extraction=80), 0.90, HIGH, "0.36 + 0.24 + 0.20 + 0.10"),
        (found(90, extraction=90, score=0.8), 0.89, HIGH, "0.36 + 0.27 + 0.16 + 0.10"),
        (found(80, extraction=75, score=0.9, fit=BORDERLINE), 0.75, MEDIUM, "0.32 + 0.225 + 0.18 + 0.025"),
        (found(80, extraction=60, score=1.0), 0.80, HIGH, "0.32 + 0.18 + 0.20 + 0.10"),
        (found(79, extraction=60, score=1.0), 0.80, HIGH, "0.316 + 0.18 + 0.20 + 0.10 = 0.796, two decimals"),
        (found(77, extraction=60, score=1.0), 0.79, MEDIUM, "0.308 + 0.18 + 0.20 + 0.10 = 0.788, two decimals"),
        (found(50, extraction=40, score=0.9, fit=OUTSIDE), 0.50, MEDIUM, "0.20 + 0.12 + 0.18 + 0.00"),
        (found(50, extraction=40, score=0.8, fit=OUTSIDE), 0.48, LOW, "0.20 + 0.12 + 0.16 + 0.00"),
        (found(0, extraction=0, score=0.0, fit=OUTSIDE), 0.00, LOW, "nothing"),
    ],
)
def test_examples_by_hand(findings: AgentFindings, value: float, level: ConfidenceLevel, by_hand: str) -> None:
    result = confidence(findings)
    assert (result.value, result.level) == (value, level), by_hand


def test_a_criterion_that_is_not_met_counts_nothing() -> None:
    criteria = [assessed(confidence=90), assessed(status=Status.NOT_MET, confidence=100), assessed(confidence=60)]
    assert mean_criterion_score(criteria) == pytest.approx(0.5)
    assert mean_criterion_score([]) == 0.0


def test_the_mean_runs_over_the_required_criteria_and_both_universal_ones() -> None:
    advised = assessed(status=Status.NOT_MET, required=False)
    line = a_line_assessment(assessed(confidence=90), advised, universal=(assessed(confidence=60), advised))
    criteria = confidence(agent_findings(coverage=coverage(line))).components[0]
    assert (criteria.name, criteria.score) == ("criteria", pytest.approx(0.5))


def test_of_several_lines_the_worst_fit_counts() -> None:
    lines = (a_line_assessment(), a_line_assessment(line="2", fit=PolicyFit.BOUND_ALIGNMENT_UNCLEAR))
    assert confidence(agent_findings(coverage=coverage(*lines))).components[3].score == 0.5


@pytest.mark.parametrize(
    ("agents", "also", "value", "parts", "by_hand"),
    [
        (["compliance"], [], 0.53, {"compliance"}, "0.36 + 0.27 + 0 + 0.10 - 0.20"),
        (["clinical"], [], 0.46, {"extraction"}, "0.36 + 0 + 0.20 + 0.10 - 0.20"),
        (["coverage"], [], 0.27, {"criteria", "policy"}, "0 + 0.27 + 0.20 + 0 - 0.20"),
        (["clinical", "coverage"], [], 0.00, {"extraction", "criteria", "policy"}, "0.20 - 0.40"),
        ([], ["synthesis"], 0.73, set(), "0.93 - 0.20"),
        (["compliance"], ["synthesis"], 0.33, {"compliance"}, "0.73 - 0.40"),
    ],
)
def test_an_agent_that_failed_counts_nothing_and_costs_a_penalty(
    agents: list[str], also: list[str], value: float, parts: set[str], by_hand: str
) -> None:
    findings = agent_findings(**{agent: failed(agent) for agent in agents})
    result = confidence(findings, also_failed=tuple(failed(agent) for agent in also))
    assert result.value == value, by_hand
    assert result.penalty == pytest.approx(0.2 * len(agents + also))
    assert {part.name for part in result.components if not part.evaluated} == parts
    assert all(part.score == 0 for part in result.components if not part.evaluated)
    assert result.level is not HIGH


@pytest.mark.parametrize(
    ("score", "every_gate_passed", "level"),
    [
        (0.80, True, HIGH),
        (0.80, False, MEDIUM),
        (0.79, True, MEDIUM),
        (0.50, True, MEDIUM),
        (0.50, False, MEDIUM),
        (0.49, True, LOW),
        (1.00, False, MEDIUM),
    ],
)
def test_the_levels_at_their_boundaries(score: float, every_gate_passed: bool, level: ConfidenceLevel) -> None:
    result = weigh_components(
        (Component(name="all", weight=1.0, score=score, evaluated=True),),
        failed_agents=0,
        every_gate_passed=every_gate_passed,
        weakest=None,
        rules=SYNTHESIS_RULES,
    )
    assert (result.value, result.level) == (score, level)


def test_the_weakest_criterion_is_one_that_is_not_met_before_one_that_is_weak() -> None:
    weak, open_ = assessed(confidence=70, id="weak"), assessed(status=Status.INSUFFICIENT, confidence=0, id="open")
    lines = (a_line_assessment(weak), a_line_assessment(open_, line="2"))
    shown = confidence(agent_findings(coverage=coverage(*lines))).weakest
    assert shown is not None
    assert (shown.line, shown.criterion_id, shown.status, shown.confidence) == ("2", "open", Status.INSUFFICIENT, 0)


def test_without_criteria_there_is_no_weakest() -> None:
    assert confidence(agent_findings(coverage=failed("coverage"))).weakest is None
