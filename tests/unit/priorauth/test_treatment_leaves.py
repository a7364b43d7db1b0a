"""How a treatment is judged: given at all, long enough, and with which outcome."""

import datetime as dt
from typing import Any

import pytest

from priorauth.assessment import Basis
from priorauth.facts import Assertion, Fact
from priorauth.kleene import Status
from priorauth.treatment_leaves import judge_treatment
from priorauth.verdict import Verdict
from tests.building.cases import ORDERED
from tests.building.facts import a_fact
from tests.building.rules import a_criterion, an_inquiry

ASKED = {"lasted_days": 42, "outcome": ["failed", "not_tolerated"]}
OPEN = "The course stated was too short or went otherwise."


def judge(*facts: Fact, **leaf: Any) -> Verdict:
    return judge_treatment(a_criterion(**{"treatment": "exercise"} | leaf), an_inquiry(*facts))


def a_course(duration_days: int | None = 60, outcome: str | None = "failed", **given: Any) -> Fact:
    return a_fact("exercise", duration_days=duration_days, outcome=outcome, **given)


@pytest.mark.parametrize(
    ("course", "status", "reason"),
    [
        (a_course(42), Status.MET, "Stated in the record."),
        (a_course(41), Status.INSUFFICIENT, OPEN),
        (a_course(60, "not_tolerated"), Status.MET, "Stated in the record."),
        (a_course(60, "effective"), Status.INSUFFICIENT, OPEN),
        (a_course(None), Status.INSUFFICIENT, "Stated without how long it lasted."),
        (a_course(60, None), Status.INSUFFICIENT, "Stated without how it went."),
        (a_course(None, None), Status.INSUFFICIENT, "Stated without how long it lasted."),
        (a_course(60, on=None), Status.MET, "Stated in the record."),
        (a_course(60, doubt="read from a poor scan"), Status.INSUFFICIENT, "Read from a poor scan."),
    ],
)
def test_a_course_must_last_and_end_as_asked(course: Fact, status: Status, reason: str) -> None:
    verdict = judge(course, **ASKED)
    assert (verdict.status, verdict.reason) == (status, reason)


def test_a_leaf_that_asks_for_neither_takes_any_course() -> None:
    assert judge(a_course(None, None)).status is Status.MET


@pytest.mark.parametrize(
    ("assertion", "status", "basis"),
    [
        (Assertion.PRESENT, Status.MET, Basis.STATED),
        (Assertion.HISTORICAL, Status.MET, Basis.STATED),
        (Assertion.ABSENT, Status.NOT_MET, Basis.STATED),
        (Assertion.PLANNED, Status.INSUFFICIENT, Basis.UNCLEAR),
        (Assertion.POSSIBLE, Status.INSUFFICIENT, Basis.UNCLEAR),
        (Assertion.FAMILY, Status.INSUFFICIENT, Basis.SILENT),
    ],
)
def test_a_plan_is_no_treatment(assertion: Assertion, status: Status, basis: Basis) -> None:
    verdict = judge(a_fact("exercise", assertion, duration_days=60, outcome="failed"), **ASKED)
    assert (verdict.status, verdict.basis) == (status, basis)


@pytest.mark.parametrize(
    ("outcome", "asked", "status"),
    [
        ("contraindicated", ["failed", "contraindicated"], Status.MET),
        ("not_tolerated", ["not_tolerated"], Status.MET),
        ("refused", ["refused"], Status.MET),
        ("refused", ["failed"], Status.NOT_MET),
        ("failed", ["failed"], Status.NOT_MET),
        (None, ["contraindicated"], Status.NOT_MET),
    ],
)
def test_a_treatment_that_was_not_given_may_have_a_reason_that_counts(
    outcome: str | None, asked: list[str], status: Status
) -> None:
    assert judge(a_fact("exercise", Assertion.ABSENT, outcome=outcome), outcome=asked).status is status


DAY = dt.timedelta(days=1)
WINDOW = [
    (ORDERED, Status.MET, "Stated in the record."),
    (ORDERED - 180 * DAY, Status.MET, "Stated in the record."),
    (ORDERED - 181 * DAY, Status.INSUFFICIENT, "Not found in the record."),
    (ORDERED + DAY, Status.INSUFFICIENT, "Dated after the order."),
    (None, Status.INSUFFICIENT, "Stated without the date of the event."),
]


@pytest.mark.parametrize(("on", "status", "reason"), WINDOW)
def test_a_window_counts_back_from_the_order(on: dt.date | None, status: Status, reason: str) -> None:
    verdict = judge(a_course(on=on), within_days=180, **ASKED)
    assert (verdict.status, verdict.reason) == (status, reason)


@pytest.mark.parametrize(("on", "status", "reason"), WINDOW)
def test_a_reason_not_to_begin_stands_in_the_window_too(on: dt.date | None, status: Status, reason: str) -> None:
    never_begun = a_fact("exercise", Assertion.ABSENT, outcome="contraindicated", on=on)
    verdict = judge(never_begun, within_days=180, outcome=["contraindicated"])
    assert (verdict.status, verdict.reason) == (status, reason)


def test_a_denial_outside_the_window_is_no_denial_within_it() -> None:
    denied = a_fact("exercise", Assertion.ABSENT, on=ORDERED + DAY)
    assert judge(denied, within_days=180).status is Status.INSUFFICIENT
    assert judge(denied).status is Status.NOT_MET


def test_one_course_that_counts_is_enough() -> None:
    assert judge(a_course(10), a_course(60), **ASKED).status is Status.MET


def test_any_treatment_of_a_group_counts() -> None:
    brace = a_fact("brace", duration_days=60, outcome="failed")
    assert judge(brace, treatment="conservative", **ASKED).deciding == (brace,)
