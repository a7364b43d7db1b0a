"""The computed prose of a recommendation, as text."""

from typing import Any

import pytest

from priorauth.corrections import CorrectionResult
from priorauth.inputs import SynthesisInput
from priorauth.kleene import Status
from priorauth.policy import PolicyMatch, Relation
from priorauth.rationale import computed_synthesis
from tests.building.cases import a_case, a_line
from tests.building.findings import (
    a_line_assessment,
    a_provider_check,
    a_result,
    agent_findings,
    assessed,
    clinical,
    coverage,
    failed,
)
from tests.building.rules import SYNTHESIS_RULES


def written(*, services: tuple[Any, ...] | None = None, also_failed: Any = (), **findings: Any) -> tuple[str, str]:
    found = agent_findings(**findings)
    inputs = SynthesisInput(
        case=a_case(services=(a_line(),) if services is None else services),
        compliance=found.compliance,
        clinical=found.clinical,
        coverage=found.coverage,
    )
    synthesis = computed_synthesis(inputs, SYNTHESIS_RULES, also_failed=also_failed)
    assert inputs.findings == found
    assert synthesis.prose_by == "function"
    return synthesis.summary, synthesis.rationale


@pytest.mark.parametrize(
    ("given", "summary"),
    [
        (
            {},
            "The evidence supports approving E1390 (line 1): every gate passed and every required criterion is MET.",
        ),
        (
            {"coverage": failed("coverage")},
            "The request for E1390 (line 1) is pended for review. The coverage agent gave no findings.",
        ),
        (
            {"services": (a_line(), a_line(line="2", code="")), "compliance": failed("compliance")},
            "The request for E1390 (line 1), no code (line 2) is pended for review. "
            "The compliance agent gave no findings.",
        ),
        (
            {"services": (), "coverage": coverage(providers=())},
            "The request, which names no service, is pended for review. The request names no provider.",
        ),
        (
            {"also_failed": (failed("synthesis"),)},
            "The request for E1390 (line 1) is pended for review. The synthesis agent gave no findings.",
        ),
    ],
)
def test_the_summary(given: dict[str, Any], summary: str) -> None:
    assert written(**given)[0] == summary


def test_the_summary_gives_three_reasons_at_most() -> None:
    lines = [a_line_assessment(assessed(status=Status.INSUFFICIENT), line=str(number)) for number in range(5)]
    summary, _ = written(coverage=coverage(*lines))
    assert summary.count("INSUFFICIENT") == 3
    assert summary.endswith(" And 2 more.")


def test_the_summary_calls_a_criterion_by_its_title() -> None:
    result = a_result(
        Status.INSUFFICIENT, title="Chronic cough", text="The patient has coughed for eight weeks or more."
    )
    summary, rationale = written(coverage=coverage(a_line_assessment(assessed(result))))
    assert summary.endswith(" is pended for review. Line 1: Chronic cough (INSUFFICIENT). For a reason.")
    assert "eight weeks" not in summary + rationale


BOUND = PolicyMatch(
    policy_id="NCD-1", title="Home oxygen", kind="ncd", version="2", relation=Relation.BOUND, reason="It names E1390."
)
RELATED = BOUND.model_copy(update={"policy_id": "LCD-1", "relation": Relation.RELATED})


def test_the_rationale_goes_through_the_gates_and_the_lines() -> None:
    line = a_line_assessment(
        assessed(), assessed(status=Status.NOT_MET), assessed(status=Status.INSUFFICIENT), policies=(BOUND, RELATED)
    )
    _, rationale = written(coverage=coverage(line, providers=(a_provider_check(synthetic=True),)))
    assert rationale.split("\n\n") == [
        "gate_1_provider: PASS. NPI 1234567893 is an entry of the synthetic demonstration registry.",
        "gate_2_codes: PASS. ",
        "gate_3_necessity: FAIL. Line 1: The patient coughs (NOT_MET). For a reason. "
        "Line 1: The patient coughs (INSUFFICIENT). For a reason.",
        "Line 1, E1390, assessed under Home oxygen (NCD-1, version 2): "
        "1 of 3 required criteria MET, 1 NOT_MET, 1 INSUFFICIENT.",
    ]


def test_a_line_without_code_and_policy_says_so() -> None:
    _, rationale = written(coverage=coverage(a_line_assessment(code="")))
    assert rationale.endswith(
        "Line 1, no code, assessed under no binding policy: 1 of 1 required criteria MET, 0 NOT_MET, 0 INSUFFICIENT."
    )


def test_a_coverage_that_failed_has_no_lines_to_tell() -> None:
    _, rationale = written(coverage=failed("coverage"))
    assert "Line 1" not in rationale


def test_what_clinicians_corrected_is_told() -> None:
    marked = CorrectionResult(correction=0, applied=True, sentence="Marked wrong by her.")
    said = {"clinical": clinical(corrections=(marked,)), "coverage": coverage(unconfirmed=("It does not hold.",))}
    _, rationale = written(**said)
    assert rationale.endswith("\n\nCorrected by clinicians: Marked wrong by her. It does not hold.")
    for agent, left in (("clinical", "It does not hold."), ("coverage", "Marked wrong by her.")):
        _, rationale = written(**said | {agent: failed(agent)})
        assert rationale.endswith(f"Corrected by clinicians: {left}")
