"""Which deadlines of a decision count, and which stand in."""

from typing import Any

import pytest

from priorauth.applicability import Told
from priorauth.case import LineOfBusiness, Priority
from priorauth.deadlines import Circumstance, Deadline
from priorauth.limits import BASELINE, decision_limits, unstated_limits
from tests.building.jurisdictions import CLOCK_RULES, UNSURE, a_deadline, a_profile, applying

EXPEDITED = {"priority": "expedited", "unit": "hours", "value": 24}
CONCURRENT = {"when": ["concurrent"], "unit": "hours", "value": 12}


def limits(*lines: dict[str, Any], **given: Any) -> list[tuple[str, str]]:
    told = decision_limits(applying(a_profile(*lines), **given), CLOCK_RULES.baseline)
    return [spoken(one) for one in told]


def spoken(told: Told[Deadline]) -> tuple[str, str]:
    return told.profile, told.line.said


THREE_DAYS = ("OH", "Standard decision: 3 calendar days from receipt")
A_DAY = ("OH", "Expedited decision: 24 hours from receipt")
OWN_STANDARD = (BASELINE, "Standard decision: 7 calendar days from receipt")
OWN_EXPEDITED = (BASELINE, "Expedited decision: 72 hours from receipt")


@pytest.mark.parametrize(
    ("lines", "priority", "count"),
    [
        ([{}, EXPEDITED], Priority.STANDARD, [THREE_DAYS]),
        ([{}, EXPEDITED], Priority.EXPEDITED, [THREE_DAYS, A_DAY]),
        ([{}], Priority.EXPEDITED, [THREE_DAYS, OWN_EXPEDITED]),
        ([EXPEDITED], Priority.STANDARD, [OWN_STANDARD]),
        ([UNSURE], Priority.STANDARD, [THREE_DAYS, OWN_STANDARD]),
        ([{}, EXPEDITED | UNSURE], Priority.EXPEDITED, [THREE_DAYS, A_DAY, OWN_EXPEDITED]),
        ([{}, {"of": "notice", "start": "decision"}], Priority.STANDARD, [THREE_DAYS]),
        ([{}, {"value": 2, "since": "2027-01-01"}], Priority.STANDARD, [THREE_DAYS]),
    ],
)
def test_the_deadlines_that_count(
    lines: list[dict[str, Any]], priority: Priority, count: list[tuple[str, str]]
) -> None:
    assert limits(*(a_deadline(**line) for line in lines), priority=priority) == count


TWELVE_HOURS = ("OH", "Standard decision, care under way: 12 hours from receipt")


@pytest.mark.parametrize(
    ("special", "stated", "count"),
    [
        (CONCURRENT, set[Circumstance](), [THREE_DAYS]),
        (CONCURRENT, {Circumstance.CONCURRENT}, [TWELVE_HOURS]),
        (CONCURRENT, {Circumstance.CONCURRENT, Circumstance.COMPLEX}, [TWELVE_HOURS]),
        (CONCURRENT, {Circumstance.COMPLEX}, [THREE_DAYS]),
        (CONCURRENT | UNSURE, {Circumstance.CONCURRENT}, [THREE_DAYS, TWELVE_HOURS]),
    ],
)
def test_a_deadline_for_circumstances_replaces_the_general_one_if_it_is_sure(
    special: dict[str, Any], stated: set[Circumstance], count: list[tuple[str, str]]
) -> None:
    assert limits(a_deadline(), a_deadline(**special), circumstances=stated) == count


def test_all_circumstances_of_a_deadline_have_to_be_stated() -> None:
    both = a_deadline(**CONCURRENT | {"when": ["concurrent", "inpatient"]})
    assert limits(a_deadline(), both, circumstances={Circumstance.CONCURRENT}) == [THREE_DAYS]


def test_without_a_profile_the_service_s_own_limit_stands_in() -> None:
    assert limits(a_deadline(), line_of_business=LineOfBusiness.MEDICAID) == [OWN_STANDARD]


def test_deadlines_of_circumstances_that_nobody_stated_are_told() -> None:
    lines = (a_deadline(), a_deadline(**CONCURRENT), a_deadline(**EXPEDITED, when=["complex"]))
    assert [spoken(one) for one in unstated_limits(applying(a_profile(*lines)))] == [TWELVE_HOURS]
    everything = {"circumstances": {Circumstance.CONCURRENT}, "priority": Priority.EXPEDITED}
    assert [spoken(one)[1] for one in unstated_limits(applying(a_profile(*lines), **everything))] == [
        "Expedited decision, complex case: 24 hours from receipt"
    ]
