"""Gate 2 in a whole review: what the ICD-10-CM lookup says of the diagnoses that a policy uses."""

import pytest

from orchestrator.bootstrap import Composition
from priorauth.gates import GateOutcome, GateResult
from tests.integration.review.reviewing import ListJournal, example_case

UNBILLABLE = "Diagnosis M17.1 is valid but not billable; billable codes below it: M17.10 "


@pytest.mark.parametrize(
    ("diagnoses", "outcome", "warned"),
    [
        (("I10", "M17.1"), GateOutcome.FAIL, False),
        (("I10", "M17.1", "M17.11"), GateOutcome.PASS, True),
        (("M17.11", "I10"), GateOutcome.PASS, False),
    ],
    ids=["alone gives the alignment", "beside one that is billable", "billable"],
)
async def test_a_secondary_diagnosis_that_the_policy_uses(
    composition: Composition, diagnoses: tuple[str, ...], outcome: GateOutcome, warned: bool
) -> None:
    gate = await codes_gate(composition, diagnoses)

    assert gate.outcome is outcome
    assert [warning.startswith(UNBILLABLE) for warning in gate.warnings] == ([True] if warned else [])
    if outcome is GateOutcome.FAIL:
        (reason,) = gate.reasons
        assert reason.startswith(UNBILLABLE)
        assert reason.endswith(" NCD-150.9 uses this diagnosis.")


async def codes_gate(composition: Composition, diagnoses: tuple[str, ...]) -> GateResult:
    """Gate 2 of a knee arthroscopy for these diagnoses."""
    case = example_case("01")
    line = case.services[0].model_copy(update={"code": "29877"})
    asked = case.model_copy(update={"diagnoses": diagnoses, "services": (line,)})
    revision = await composition.pipeline.review(asked, ListJournal(), number=1, assumptions=())
    return revision.recommendation.gates[1]
