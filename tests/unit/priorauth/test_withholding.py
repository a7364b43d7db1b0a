"""Where a denial may not even be suggested: the facts and the criterion's text, and the reviewer judges."""

from typing import Any

import pytest

from priorauth.assessment import Basis, CriterionResult, Reserved
from priorauth.findings import CoverageFindings, LineAssessment, Route
from priorauth.inputs import SynthesisInput
from priorauth.kleene import Status
from priorauth.rationale import computed_synthesis
from priorauth.recommendation import Outcome
from priorauth.skill import PolicyFit
from priorauth.withholding import REVIEWER_JUDGES, SOME_LEFT, withhold, withhold_criterion
from tests.building.cases import a_case
from tests.building.facts import a_quote
from tests.building.findings import a_line_assessment, a_result, assessed, clinical, compliance, coverage
from tests.building.rules import SYNTHESIS_RULES

M, N, U = Status.MET, Status.NOT_MET, Status.INSUFFICIENT


def a_node(kind: str, status: Status, *children: CriterionResult, **given: Any) -> CriterionResult:
    return a_result(status, **{"kind": kind, "children": children, "reason": "2 of 3 hold."} | given)


def shape(result: CriterionResult) -> Any:
    """The statuses of a tree; those that were left to the reviewer in small letters."""
    said = "reviewer" if result.reason == REVIEWER_JUDGES else result.status.value
    return (said, *map(shape, result.children)) if result.children else said


met, unmet, unknown = a_result(M), a_result(N), a_result(U)


@pytest.mark.parametrize(
    ("tree", "left"),
    [
        (unmet, "reviewer"),
        (met, "MET"),
        (unknown, "INSUFFICIENT"),
        (a_node("all_of", N, met, unmet, unknown), ("reviewer", "MET", "reviewer", "INSUFFICIENT")),
        (a_node("any_of", N, unmet, unmet), ("reviewer", "reviewer", "reviewer")),
        (a_node("at_least_of", N, met, unmet, unmet), ("reviewer", "MET", "reviewer", "reviewer")),
        (a_node("none_of", N, met, unmet), ("reviewer", "reviewer", "NOT_MET")),
        (a_node("none_of", M, unmet, unmet), ("MET", "NOT_MET", "NOT_MET")),
        (a_node("any_of", M, met, unmet), ("MET", "MET", "NOT_MET")),
        (a_node("any_of", U, unknown, unmet), ("INSUFFICIENT", "INSUFFICIENT", "reviewer")),
        (
            a_node("all_of", N, a_node("none_of", M, unmet), a_node("none_of", N, met)),
            ("reviewer", ("MET", "NOT_MET"), ("reviewer", "reviewer")),
        ),
        (
            a_node("none_of", N, a_node("all_of", M, met, met), a_node("none_of", N, met)),
            ("reviewer", ("reviewer", "reviewer", "reviewer"), ("NOT_MET", "MET")),
        ),
    ],
)
def test_what_makes_a_criterion_not_met_is_left_to_the_reviewer(tree: CriterionResult, left: Any) -> None:
    assert shape(withhold_criterion(tree)) == left


def test_the_facts_and_the_text_stay() -> None:
    tree = a_result(N, evidence=(a_quote(),), facts=("f1",), against=("f2",), title="Cough", send="The note.")
    left = withhold_criterion(tree)
    changed = {"status": U, "basis": Basis.PERSON, "reason": REVIEWER_JUDGES, "confidence": 0}
    assert left == tree.model_copy(update=changed)


def test_what_was_confirmed_as_not_met_is_not_offered_for_confirmation_again() -> None:
    assert withhold_criterion(a_result(N, reserved=Reserved.PROSE)).reserved is None


def test_no_count_tells_what_is_withheld() -> None:
    assert withhold_criterion(a_node("any_of", U, unknown, unmet)).reason == SOME_LEFT
    assert withhold_criterion(a_node("any_of", U, unknown, met)).reason == "2 of 3 hold."
    reserved = a_node("all_of", U, unmet, reserved=Reserved.UNVERIFIED, reason="A clinician decides.")
    assert withhold_criterion(reserved).reason == "A clinician decides."


@pytest.mark.parametrize("fit", PolicyFit)
def test_the_fit_does_not_tell_it_either(fit: PolicyFit) -> None:
    outside = fit is PolicyFit.DIAGNOSIS_OUTSIDE
    assert withhold(a_line_assessment(fit=fit)).fit is (PolicyFit.BOUND_ALIGNMENT_UNCLEAR if outside else fit)


def drafted(line: LineAssessment, *profiles: str) -> Any:
    found: CoverageFindings = coverage(line, withheld_by=profiles)
    inputs = SynthesisInput(case=a_case(), compliance=compliance(), clinical=clinical(), coverage=found)
    return computed_synthesis(inputs, SYNTHESIS_RULES)


LINE = a_line_assessment(
    assessed(a_node("all_of", N, met, a_result(N, id="coughs.2", title="No smoke"), title="Cough and no smoke")),
    assessed(met),
    universal=(assessed(a_result(N, title="Specialty"), required=False),),
)


def test_the_recommendation_says_nothing_of_not_met() -> None:
    plain, withheld = drafted(LINE), drafted(withhold(LINE), "TX")
    assert plain.recommendation.outcome is withheld.recommendation.outcome is Outcome.PEND
    assert withheld.recommendation.route is Route.NEEDS_PHYSICIAN
    assert withheld.recommendation.gaps == plain.recommendation.gaps
    assert withheld.recommendation.lines[0].reasons == (
        "Cough and no smoke (INSUFFICIENT). No smoke: The reviewer judges this.",
    )
    written = withheld.model_dump_json()
    assert "NOT_MET" in plain.model_dump_json()
    assert "NOT_MET" not in written
    assert "not met" not in written.lower()
    assert withheld.rationale.endswith("1 of 2 required criteria MET, 1 INSUFFICIENT or the reviewer's to judge (TX).")
