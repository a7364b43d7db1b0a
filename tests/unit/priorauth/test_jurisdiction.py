"""A profile: when it binds, and that it says when a decision is due."""

import datetime as dt

import pytest
from pydantic import ValidationError

from tests.building.jurisdictions import SURE, a_deadline, a_profile

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("effective", "ends", "day", "binds", "later"),
    [
        (None, None, FIRST, True, False),
        (FIRST, LAST, FIRST, True, False),
        (FIRST, LAST, LAST, True, False),
        (FIRST, LAST, LAST + dt.timedelta(days=1), False, False),
        (FIRST, LAST, FIRST - dt.timedelta(days=1), False, True),
    ],
)
def test_a_profile_binds_from_its_first_day_to_its_last(
    effective: dt.date | None, ends: dt.date | None, day: dt.date, binds: bool, later: bool
) -> None:
    profile = a_profile(effective=effective, ends=ends)
    assert profile.in_force(day) is binds
    assert profile.begins_after(day) is later


def test_a_profile_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValidationError, match="ends before it begins"):
        a_profile(effective=LAST, ends=FIRST)


def test_a_profile_gives_a_deadline_or_says_that_none_was_found() -> None:
    notice = a_deadline(of="notice", start="decision")
    with pytest.raises(ValidationError, match="say under no_deadline"):
        a_profile(notice)
    assert a_profile(notice, no_deadline=SURE | {"text": "None was found."}).no_deadline is not None


def test_every_line_has_the_name_of_its_field() -> None:
    names = [name for name, _ in a_profile(a_deadline(), a_deadline(priority="expedited")).lines()]
    assert names == [
        "adverse_decider",
        "suggest_denial",
        "data_basis",
        "audit",
        "deadlines",
        "deadlines",
        "missed",
    ]
