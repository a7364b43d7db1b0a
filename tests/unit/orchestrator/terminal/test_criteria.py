from collections.abc import Callable, Iterable

import pytest

from orchestrator.terminal.criteria import criterion_lines
from orchestrator.terminal.lines import Line
from orchestrator.terminal.view import View
from priorauth.assessment import CriterionResult
from priorauth.findings import AssessedCriterion
from priorauth.revision import Revision

QUOTE = "SpO2 85 % at rest on room air."


@pytest.fixture
def said(build_revision: Callable[..., Revision], as_text: Callable[[Iterable[Line]], str]):
    """A criterion as it is written, below its first two lines."""
    view = View(build_revision())

    def write(result: CriterionResult) -> list[str]:
        item = AssessedCriterion(policy_id="NCD-1", required=True, result=result)
        return [line.strip() for line in as_text(criterion_lines(item, view)).splitlines()[2:]]

    return write


def node(text: str, status: str = "MET", **fields: object) -> CriterionResult:
    given = {"id": "n", "kind": "finding", "source": "s", "verification": "verified", "basis": "stated", "reason": "R."}
    confidence = 90 if status == "MET" else 0
    return CriterionResult.model_validate(given | {"text": text, "status": status, "confidence": confidence} | fields)


def test_a_silent_leaf_gives_its_reason(said):
    assert said(node("Edema.", "INSUFFICIENT", basis="silent", reason="Not found in the record.")) == [
        "Not found in the record."
    ]


def test_a_criterion_stands_under_its_title_with_its_full_text(build_revision, as_text):
    result = node("The patient coughs, and has for eight weeks.", title="Chronic cough")
    item = AssessedCriterion(policy_id="NCD-1", required=True, result=result)
    lines = [line.strip() for line in as_text(criterion_lines(item, View(build_revision()))).splitlines()]
    assert lines[:2] == ["✓ MET  Chronic cough", "The patient coughs, and has for eight weeks."]


def test_of_ways_one_of_which_holds_the_others_are_named_only(said):
    ways = (node("A"), node("B", "INSUFFICIENT"), node("C", "NOT_MET"))
    assert said(node("Any way", kind="any_of", children=ways)) == ["✓ MET  A. R.", "not needed: B; C"]


def test_of_ways_none_of_which_holds_the_silent_ones_are_named_only(said):
    quoted = {"type": "lookup", "call_id": "c1", "statement": "asked"}
    ways = (node("A", "INSUFFICIENT", basis="unclear", evidence=[quoted]), node("B", "INSUFFICIENT", basis="silent"))
    assert said(node("Any way", "INSUFFICIENT", kind="any_of", children=ways)) == [
        "R.",
        "? INSUFFICIENT  A. R.",
        "icd10 lookup_code: asked",
        "nothing in the record on: B",
    ]


def test_what_a_person_decides_is_always_shown(said):
    ways = (node("Discretion", "INSUFFICIENT", basis="person", reason="A clinician decides."),)
    assert "? INSUFFICIENT  Discretion. A clinician decides." in said(
        node("Any way", "INSUFFICIENT", kind="any_of", children=ways)
    )


def test_of_conditions_that_must_all_hold_the_open_ones_are_shown(said):
    conditions = (node("A"), node("B", "INSUFFICIENT", basis="silent", reason="Not found."))
    assert said(node("All", "INSUFFICIENT", kind="all_of", children=conditions)) == [
        "R.",
        "? INSUFFICIENT  B. Not found.",
        "holds: A",
    ]


def test_an_exclusion_is_present_or_absent_and_never_met(said):
    exclusions = (
        node("A", "NOT_MET", basis="presumed_absent"),
        node("B", "MET", reason="Stated."),
        node("C", "INSUFFICIENT", basis="unclear", reason="Only possible."),
    )
    assert said(node("None of these", "NOT_MET", kind="none_of", children=exclusions)) == [
        "R.",
        "✗ present  B. Stated.",
        "? open  C. Only possible.",
        "not mentioned, presumed absent: A",
    ]


def test_an_operator_without_a_text_is_said_by_its_reason(said):
    inner = node(
        "At least one of the following", "INSUFFICIENT", kind="any_of", reason="0 of 1 hold.", children=(node("A"),)
    )
    assert "? INSUFFICIENT  0 of 1 hold." in said(node("All", "INSUFFICIENT", kind="all_of", children=(inner,)))


def test_an_unverified_node_says_so(said):
    unverified = node("A", "INSUFFICIENT", basis="person", verification="unverified", reason="A clinician decides.")
    assert "? INSUFFICIENT  A [unverified: a person decides]. A clinician decides." in said(
        node("All", "INSUFFICIENT", kind="all_of", children=(unverified,))
    )


def test_a_node_says_what_its_criterion_does_not(said):
    marked = node("A", "NOT_MET", verification="secondary", discretion=True)
    judged = node("B", "INSUFFICIENT", kind="judgement", basis="person", reason="Only a person can judge this.")
    lines = said(node("All", "NOT_MET", kind="all_of", children=(marked, judged)))
    assert "✗ NOT MET  A [secondary source; contractor's discretion: a person decides]. R." in lines
    assert "? INSUFFICIENT  B [in prose only: a person judges]. Only a person can judge this." in lines
    secondary = node("All", "NOT_MET", kind="all_of", verification="secondary", children=(marked,))
    assert "✗ NOT MET  A [contractor's discretion: a person decides]. R." in said(secondary)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "NCD-1, local article · s · verified · confidence 90"),
        ({"verification": "secondary"}, "NCD-1, local article · s · from a secondary source · confidence 90"),
        ({"verification": "unverified"}, "NCD-1, local article · s · unverified · confidence 90"),
        (
            {"discretion": True},
            "NCD-1, local article · s · verified · contractor's discretion: a person decides · confidence 90",
        ),
        (
            {"kind": "judgement"},
            "NCD-1, local article · s · verified · in prose only: a person judges · confidence 90",
        ),
    ],
)
def test_a_criterion_says_its_layer_and_how_sure_we_are(build_revision, as_text, fields: dict[str, object], told: str):
    item = AssessedCriterion(policy_id="NCD-1", layer="article", required=True, result=node("A", **fields))
    assert told in as_text(criterion_lines(item, View(build_revision())))


def test_a_criterion_stored_before_layers_were_told_names_its_policy(build_revision, as_text):
    item = AssessedCriterion(policy_id="NCD-1", required=True, result=node("A"))
    assert "NCD-1 · s · verified" in as_text(criterion_lines(item, View(build_revision())))
