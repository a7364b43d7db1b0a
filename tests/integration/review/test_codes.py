"""Gate 2 in a whole review: what the ICD-10-CM lookup says of the diagnoses that a policy uses."""

import pytest

from orchestrator.bootstrap import Composition
from priorauth.findings import ClinicalFindings, CodeTitle
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


async def test_a_code_that_cannot_be_billed_names_its_place_in_the_hierarchy(composition: Composition) -> None:
    revision = await composition.pipeline.review(example_case("09"), ListJournal(), number=1, assumptions=())

    assert isinstance(revision.clinical, ClinicalFindings)
    unbillable, billable = revision.clinical.diagnoses
    assert unbillable.above == CodeTitle(code="M17", description="Osteoarthritis of knee")
    assert tuple(one.code for one in unbillable.below) == unbillable.children
    assert unbillable.below[1] == CodeTitle(code="M17.11", description="Unilateral primary osteoarthritis, right knee")
    assert unbillable.below_count == len(unbillable.children)
    assert {"above", "below", "below_count"}.isdisjoint(billable.model_dump())
