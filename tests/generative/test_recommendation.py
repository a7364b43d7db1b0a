"""The safety of a recommendation, over whatever the agents might find."""

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from priorauth.confidence import Component, weigh_components
from priorauth.findings import (
    ClinicalFindings,
    CodeStatus,
    ComplianceFindings,
    CoverageFindings,
    ItemStatus,
    NotEvaluated,
    ProviderStatus,
)
from priorauth.gates import AgentFindings, GateOutcome
from priorauth.kleene import Status
from priorauth.recommendation import Outcome, recommend
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
from tests.generative.strategies import AGENT_FINDINGS, ASSESSED, CLINICAL, COMPLIANCE, COVERAGE

UNUSABLE = (CodeStatus.NOT_FOUND, CodeStatus.MALFORMED, CodeStatus.NOT_EVALUATED)
FAILED = st.sets(st.sampled_from(["compliance", "clinical", "coverage", "synthesis"]), min_size=1)


@settings(max_examples=150)
@given(AGENT_FINDINGS, st.booleans())
def test_nothing_is_approved_with_a_failed_gate_or_agent(findings: AgentFindings, synthesis_failed: bool) -> None:
    also = (failed("synthesis"),) if synthesis_failed else ()
    draft = recommend(findings, SYNTHESIS_RULES, also_failed=also)
    every_gate_passed = all(gate.outcome is GateOutcome.PASS for gate in draft.gates)
    event(draft.outcome.value)
    assert (draft.outcome is Outcome.APPROVE) is (every_gate_passed and not draft.not_evaluated)
    assert draft.not_evaluated == (*findings.failed, *also)


@settings(max_examples=150)
@given(AGENT_FINDINGS)
def test_an_approval_has_everything_behind_it(findings: AgentFindings) -> None:
    """Read off the findings themselves, not off the gates."""
    if recommend(findings, SYNTHESIS_RULES).outcome is not Outcome.APPROVE:
        return
    assert isinstance(findings.coverage, CoverageFindings)
    assert isinstance(findings.clinical, ClinicalFindings)
    assert isinstance(findings.compliance, ComplianceFindings)
    assert findings.coverage.lines
    assert findings.coverage.providers
    assert findings.clinical.diagnoses
    assert not findings.coverage.unevaluated
    assert not any(check.status in UNUSABLE for check in (*findings.clinical.diagnoses, *findings.clinical.procedures))
    statuses = {check.code: check.status for check in findings.clinical.diagnoses}
    assert all(check.status is CodeStatus.VALID for check in findings.clinical.diagnoses if check.primary)
    uses = [use for line in findings.coverage.lines for use in line.diagnosis_uses]
    assert all(CodeStatus.VALID in {statuses.get(code) for code in use.codes} for use in uses)
    assert all(check.status is ProviderStatus.ACTIVE for check in findings.coverage.providers)
    assert all(line.obstacle is None for line in findings.coverage.lines)
    assert all(item.result.status is Status.MET for line in findings.coverage.lines for item in line.required)
    assert not any(
        item.blocking and item.status in (ItemStatus.MISSING, ItemStatus.INCOMPLETE)
        for item in findings.compliance.items
    )


@given(AGENT_FINDINGS)
def test_the_outcome_is_approve_or_pend_and_every_pend_has_a_route(findings: AgentFindings) -> None:
    draft = recommend(findings, SYNTHESIS_RULES)
    assert draft.outcome in (Outcome.APPROVE, Outcome.PEND)
    assert (draft.route is None) is (draft.outcome is Outcome.APPROVE)


@given(AGENT_FINDINGS)
def test_gates_stop_at_the_first_that_does_not_pass(findings: AgentFindings) -> None:
    gates = recommend(findings, SYNTHESIS_RULES).gates
    outcomes = [gate.outcome for gate in gates]
    passed = outcomes.index(next((one for one in outcomes if one is not GateOutcome.PASS), GateOutcome.PASS))
    if GateOutcome.FAIL in outcomes or GateOutcome.NOT_EVALUATED in outcomes:
        assert all(one is GateOutcome.NOT_EVALUATED for one in outcomes[passed + 1 :])
    assert all(gate.reasons for gate in gates if gate.outcome is not GateOutcome.PASS)


@given(COMPLIANCE, CLINICAL, COVERAGE, FAILED)
def test_losing_an_agent_never_turns_a_pend_into_an_approval(
    one: ComplianceFindings, two: ClinicalFindings, three: CoverageFindings, lost: set[str]
) -> None:
    whole: dict[str, object] = {"compliance": one, "clinical": two, "coverage": three}
    rest = {agent: failed(agent) if agent in lost else findings for agent, findings in whole.items()}
    also: tuple[NotEvaluated, ...] = (failed("synthesis"),) if "synthesis" in lost else ()
    draft = recommend(agent_findings(**rest), SYNTHESIS_RULES, also_failed=also)
    assert draft.outcome is Outcome.PEND
    assert draft.confidence.value <= recommend(agent_findings(**whole), SYNTHESIS_RULES).confidence.value


@given(AGENT_FINDINGS)
def test_the_confidence_is_a_number_between_zero_and_one(findings: AgentFindings) -> None:
    confidence = recommend(findings, SYNTHESIS_RULES).confidence
    assert 0 <= confidence.value <= 1
    assert confidence.value == round(confidence.value, 2)
    assert all(0 <= part.score <= 1 for part in confidence.components)
    assert sum(part.weight for part in confidence.components) == pytest.approx(1)


SCORES = st.lists(st.floats(0, 1), min_size=4, max_size=4)


@given(SCORES, st.integers(0, 3), st.floats(0, 1), st.integers(0, 4))
def test_the_confidence_rises_with_each_part_and_falls_with_each_failure(
    scores: list[float], place: int, higher: float, failures: int
) -> None:
    def value(of: list[float], failed_agents: int) -> float:
        weights = SYNTHESIS_RULES.weights.model_dump().items()
        parts = tuple(
            Component(name=name, weight=weight, score=score, evaluated=True)
            for (name, weight), score in zip(weights, of, strict=True)
        )
        return weigh_components(
            parts, failed_agents=failed_agents, every_gate_passed=True, weakest=None, rules=SYNTHESIS_RULES
        ).value

    raised = [*scores[:place], max(scores[place], higher), *scores[place + 1 :]]
    assert value(raised, failures) >= value(scores, failures)
    assert value(scores, failures + 1) <= value(scores, failures)


@given(st.lists(ASSESSED, min_size=1, max_size=4), st.integers(0, 100), st.integers(0, 100))
def test_a_surer_criterion_or_extraction_never_lowers_the_confidence(
    criteria: list[object], extraction: int, surer: int
) -> None:
    def value(confidence: int) -> float:
        findings = agent_findings(
            compliance=compliance(),
            clinical=clinical(extraction=an_extraction(confidence)),
            coverage=coverage(a_line_assessment(*criteria, assessed(confidence=confidence))),
        )
        return recommend(findings, SYNTHESIS_RULES).confidence.value

    assert value(max(extraction, surer)) >= value(min(extraction, surer))
