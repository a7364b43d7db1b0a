"""How a finding is judged: what is stated, denied, suspected, planned, past, or not mentioned at all."""

import datetime as dt
from typing import Any

import pytest

from priorauth.assessment import Basis
from priorauth.facts import Assertion, Conditions, Fact
from priorauth.finding_leaves import judge_finding
from priorauth.kleene import Status
from priorauth.verdict import Verdict
from priorauth.vocabulary import Vocabulary
from tests.building.cases import ORDERED, a_line
from tests.building.facts import SEEN, a_concept, a_fact
from tests.building.rules import a_criterion, an_inquiry

PRESENT = a_fact(confidence=90)
DENIED = a_fact(assertion=Assertion.ABSENT)
WEAK = a_fact(id="weak", confidence=69)
DAY = dt.timedelta(days=1)


def judge(*facts: Fact, line: Any = None, **leaf: Any) -> Verdict:
    return judge_finding(a_criterion(**{"finding": "cough"} | leaf), an_inquiry(*facts, line=line or a_line()))


@pytest.mark.parametrize(
    ("assertion", "leaf", "status", "reason"),
    [
        (Assertion.PRESENT, {}, Status.MET, "Stated in the record."),
        (Assertion.ABSENT, {}, Status.NOT_MET, "The record states the contrary."),
        (Assertion.POSSIBLE, {}, Status.INSUFFICIENT, "Mentioned only as possible."),
        (Assertion.PLANNED, {}, Status.INSUFFICIENT, "Mentioned only as planned."),
        (Assertion.HISTORICAL, {}, Status.INSUFFICIENT, "Mentioned only as history."),
        (Assertion.FAMILY, {}, Status.INSUFFICIENT, "Not found in the record."),
        (Assertion.HISTORICAL, {"history_counts": True}, Status.MET, "Stated in the record."),
        (Assertion.POSSIBLE, {"history_counts": True}, Status.INSUFFICIENT, "Mentioned only as possible."),
        (Assertion.PLANNED, {"asserted": "planned"}, Status.MET, "Stated in the record."),
        (Assertion.PRESENT, {"asserted": "planned"}, Status.MET, "Stated in the record."),
        (Assertion.HISTORICAL, {"asserted": "planned"}, Status.INSUFFICIENT, "Mentioned only as history."),
        (Assertion.ABSENT, {"asserted": "planned"}, Status.NOT_MET, "The record states the contrary."),
        (Assertion.FAMILY, {"asserted": "family"}, Status.MET, "Stated in the record."),
        (Assertion.PRESENT, {"asserted": "family"}, Status.INSUFFICIENT, "Not found in the record."),
    ],
)
def test_how_a_concept_is_stated(assertion: Assertion, leaf: dict[str, Any], status: Status, reason: str) -> None:
    verdict = judge(a_fact(assertion=assertion), **leaf)
    assert (verdict.status, verdict.reason) == (status, reason)


def test_silence_is_insufficient() -> None:
    verdict = judge()
    assert (verdict.status, verdict.basis, verdict.confidence) == (Status.INSUFFICIENT, Basis.SILENT, 0)


def test_silence_about_an_exclusion_may_be_presumed_absence() -> None:
    verdict = judge(if_silent="presumed_absent", source="Section 2")
    assert (verdict.status, verdict.basis, verdict.confidence) == (Status.NOT_MET, Basis.PRESUMED_ABSENT, 80)
    assert verdict.reason == "Not mentioned, presumed absent."


def test_a_mention_ends_the_presumption() -> None:
    suspected = judge(a_fact(assertion=Assertion.POSSIBLE), if_silent="presumed_absent")
    assert (suspected.status, suspected.basis) == (Status.INSUFFICIENT, Basis.UNCLEAR)


@pytest.mark.parametrize(
    ("croup", "status"),
    [
        (Assertion.PRESENT, Status.MET),
        (Assertion.POSSIBLE, Status.INSUFFICIENT),
        (Assertion.ABSENT, Status.INSUFFICIENT),
    ],
)
def test_what_implies_the_concept_states_it_and_its_denial_says_nothing(croup: Assertion, status: Status) -> None:
    implying = a_concept("croup").model_copy(update={"implies": ("cough",)})
    inquiry = an_inquiry(a_fact("croup", croup), vocabulary=Vocabulary(concepts=(a_concept("cough"), implying)))
    verdict = judge_finding(a_criterion(finding="cough"), inquiry)
    assert (verdict.status, verdict.basis is Basis.SILENT) == (status, croup is Assertion.ABSENT)


def test_a_record_that_says_both_contradicts_itself() -> None:
    verdict = judge(PRESENT, DENIED)
    assert (verdict.status, verdict.basis) == (Status.INSUFFICIENT, Basis.CONTRADICTED)
    assert (verdict.deciding, verdict.against) == ((PRESENT,), (DENIED,))
    assert verdict.reason == "The record contradicts itself on this; a clinician weighs which statement holds."


def test_a_weak_statement_decides_nothing() -> None:
    verdict = judge(WEAK)
    assert (verdict.status, verdict.basis, verdict.deciding) == (Status.INSUFFICIENT, Basis.WEAK, (WEAK,))
    assert judge(a_fact(confidence=70)).status is Status.MET


def test_a_weak_statement_may_still_contradict() -> None:
    assert judge(PRESENT, a_fact(assertion=Assertion.ABSENT, confidence=10)).basis is Basis.CONTRADICTED


def test_one_strong_statement_is_enough_and_gives_the_confidence() -> None:
    verdict = judge(WEAK, PRESENT, a_fact(id="second", confidence=75))
    assert (verdict.status, verdict.confidence) == (Status.MET, 90)
    assert WEAK not in verdict.deciding


def test_a_denial_beside_an_unclear_mention_decides_nothing() -> None:
    verdict = judge(DENIED, a_fact(assertion=Assertion.POSSIBLE))
    assert (verdict.status, verdict.basis, verdict.against) == (Status.INSUFFICIENT, Basis.UNCLEAR, (DENIED,))


def test_a_statement_beside_an_unclear_mention_holds() -> None:
    assert judge(PRESENT, a_fact(assertion=Assertion.POSSIBLE)).status is Status.MET


def test_what_is_superseded_is_not_read() -> None:
    assert judge(PRESENT.model_copy(update={"superseded_by": "addendum"})).basis is Basis.SILENT


def test_a_doubt_is_told() -> None:
    verdict = judge(a_fact(doubt="read from a poor scan"))
    assert (verdict.status, verdict.reason) == (Status.INSUFFICIENT, "Read from a poor scan.")


def test_a_reason_keeps_its_capitals() -> None:
    assert judge(a_fact(doubt="the BMI does not fit height and weight")).reason == (
        "The BMI does not fit height and weight."
    )


def test_each_reason_is_told_once() -> None:
    hedged = [a_fact(id=str(number), assertion=Assertion.POSSIBLE) for number in range(2)]
    assert judge(*hedged, a_fact(assertion=Assertion.PLANNED)).reason == (
        "Mentioned only as possible; mentioned only as planned."
    )


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        (ORDERED, Status.MET, "Stated in the record."),
        (ORDERED - 30 * DAY, Status.MET, "Stated in the record."),
        (ORDERED - 31 * DAY, Status.INSUFFICIENT, "Not found in the record."),
        (ORDERED + DAY, Status.INSUFFICIENT, "Dated after the order."),
        (None, Status.INSUFFICIENT, "Stated without the date of the event."),
    ],
)
def test_a_window_counts_back_from_the_order(on: dt.date | None, status: Status, reason: str) -> None:
    verdict = judge(a_fact(on=on), within_days=30)
    assert (verdict.status, verdict.reason) == (status, reason)


def test_without_a_window_no_date_is_needed() -> None:
    assert judge(a_fact(on=None)).status is Status.MET


@pytest.mark.parametrize(
    ("asked", "stated", "status", "reason"),
    [
        ("right", "right", Status.MET, "Stated in the record."),
        ("right", "bilateral", Status.MET, "Stated in the record."),
        ("right", "left", Status.INSUFFICIENT, "Not found in the record."),
        ("right", None, Status.INSUFFICIENT, "Stated without the side."),
        (None, "right", Status.INSUFFICIENT, "The request does not say which side."),
    ],
)
def test_a_finding_of_the_side_of_the_service(
    asked: str | None, stated: str | None, status: Status, reason: str
) -> None:
    verdict = judge(a_fact(conditions=Conditions(side=stated)), line=a_line(side=asked), same_side=True)
    assert (verdict.status, verdict.reason) == (status, reason)


def test_another_time_or_side_makes_a_doubt_irrelevant() -> None:
    old = a_fact(on=ORDERED - 31 * DAY, doubt="read from a poor scan")
    assert judge(old, within_days=30).basis is Basis.SILENT


@pytest.mark.parametrize(
    ("evaluated_on", "tests", "status"),
    [
        (SEEN, [a_fact("sleep_test", on=SEEN)], Status.MET),
        (SEEN - DAY, [a_fact("sleep_test", on=SEEN)], Status.MET),
        (SEEN + DAY, [a_fact("sleep_test", on=SEEN)], Status.INSUFFICIENT),
        (SEEN + DAY, [a_fact("sleep_test", on=SEEN + 2 * DAY), a_fact("blood_test", on=SEEN)], Status.INSUFFICIENT),
        (None, [a_fact("sleep_test", on=SEEN)], Status.INSUFFICIENT),
        (SEEN, [a_fact("sleep_test", on=None)], Status.INSUFFICIENT),
        (SEEN, [a_fact("sleep_test", Assertion.PLANNED)], Status.INSUFFICIENT),
        (SEEN, [], Status.INSUFFICIENT),
    ],
)
def test_an_evaluation_before_the_first_test(evaluated_on: dt.date | None, tests: list[Fact], status: Status) -> None:
    verdict = judge(a_fact("evaluation", on=evaluated_on), *tests, finding="evaluation", before="testing")
    assert verdict.status is status


def test_an_order_that_cannot_be_told_is_said() -> None:
    verdict = judge(a_fact("evaluation", on=None), finding="evaluation", before="testing")
    assert verdict.reason == "Stated without the dates that tell which came first."


class TestGroup:
    """A group holds if one of its concepts does, and is never NOT_MET."""

    def test_one_member_is_enough(self) -> None:
        verdict = judge(a_fact("wheeze", confidence=80), DENIED, finding="symptom")
        assert (verdict.status, verdict.confidence) == (Status.MET, 80)

    def test_of_two_members_that_hold_the_surer_one_is_told(self) -> None:
        assert judge(a_fact("wheeze", confidence=80), PRESENT, finding="symptom").deciding == (PRESENT,)

    def test_a_denied_member_says_nothing_of_the_others(self) -> None:
        verdict = judge(DENIED, finding="symptom")
        assert (verdict.status, verdict.basis, verdict.against) == (Status.INSUFFICIENT, Basis.UNCLEAR, (DENIED,))
        assert verdict.reason == "Only the contrary of some of these is stated."

    def test_silence_about_all_of_them_is_silence(self) -> None:
        assert judge(finding="symptom").basis is Basis.SILENT
        assert judge(finding="symptom", if_silent="presumed_absent").status is Status.NOT_MET


def _of_month(*days: dt.date, **given: Any) -> Fact:
    return a_fact(on=None, on_between=days, **given)


@pytest.mark.parametrize(
    ("first", "last", "status", "basis"),
    [
        (10, 0, Status.MET, Basis.STATED),
        (11, 0, Status.INSUFFICIENT, Basis.UNCLEAR),
        (10, -1, Status.INSUFFICIENT, Basis.UNCLEAR),
        (20, 10, Status.INSUFFICIENT, Basis.UNCLEAR),
        (20, 11, Status.INSUFFICIENT, Basis.SILENT),
        (-1, -30, Status.INSUFFICIENT, Basis.UNCLEAR),
    ],
)
def test_a_month_counts_where_all_its_days_do(first: int, last: int, status: Status, basis: Basis) -> None:
    """Days before the order; the window is ten days."""
    verdict = judge(_of_month(ORDERED - first * DAY, ORDERED - last * DAY), within_days=10)
    assert (verdict.status, verdict.basis) == (status, basis)


@pytest.mark.parametrize(
    ("own", "event", "status", "basis"),
    [
        ((-30, 0), (0, 0), Status.MET, Basis.STATED),
        ((-30, 1), (0, 0), Status.INSUFFICIENT, Basis.UNCLEAR),
        ((0, 0), (0, 30), Status.MET, Basis.STATED),
        ((1, 1), (0, 30), Status.INSUFFICIENT, Basis.UNCLEAR),
        ((31, 31), (0, 30), Status.INSUFFICIENT, Basis.SILENT),
    ],
)
def test_a_month_came_first_where_all_its_days_did(
    own: tuple[int, int], event: tuple[int, int], status: Status, basis: Basis
) -> None:
    """Days after a day; the leaf asks for a cough before the wheeze."""
    mine = _of_month(*(SEEN + days * DAY for days in own))
    other = _of_month(*(SEEN + days * DAY for days in event), concept="wheeze")
    verdict = judge(mine, other, before="wheeze")
    assert (verdict.status, verdict.basis) == (status, basis)


@pytest.mark.parametrize("given", [{"on_between": (SEEN, SEEN)}, {"on": None, "on_between": (SEEN, SEEN - DAY)}])
def test_a_fact_has_one_date(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a fact has a day, or a first and a last day in order, or no date"):
        a_fact(**given)


@pytest.mark.parametrize(
    ("written", "status", "basis"),
    [
        ({"documented_on": ORDERED - 30 * DAY}, Status.NOT_MET, Basis.STATED),
        ({"documented_on": ORDERED - 31 * DAY}, Status.INSUFFICIENT, Basis.SILENT),
        (
            {"documented_on": ORDERED - 3 * DAY, "first_documented_on": ORDERED - 31 * DAY},
            Status.INSUFFICIENT,
            Basis.SILENT,
        ),
        ({}, Status.INSUFFICIENT, Basis.UNCLEAR),
    ],
)
def test_a_denial_without_a_date_of_its_own_is_about_the_time_before_it_was_written(
    written: dict[str, Any], status: Status, basis: Basis
) -> None:
    verdict = judge(a_fact(assertion=Assertion.ABSENT, on=None, **written), within_days=30)
    assert (verdict.status, verdict.basis) == (status, basis)


def test_what_is_present_needs_a_date_of_its_own() -> None:
    assert judge(a_fact(on=None, documented_on=ORDERED), within_days=30).basis is Basis.UNCLEAR
