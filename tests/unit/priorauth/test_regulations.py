"""The rules of law and of the service around a case."""

import datetime as dt

import pytest

from priorauth.applicability import Applicable
from priorauth.clocks import Clock, Moments
from priorauth.regulations import Regulations
from tests.building.cases import a_case, a_line
from tests.building.jurisdictions import CLOCK_RULES, NEW_YORK, a_profile
from tests.building.programs import a_listing, a_program

RECEIVED = dt.datetime(2026, 10, 16, 2, tzinfo=dt.UTC)
PROGRAM = a_program(a_listing())
CODE = PROGRAM.listings[0].codes[0]
RULES = Regulations(
    (a_profile(states=[], program=PROGRAM.id, lines_of_business=["medicare_ffs"]),), (PROGRAM,), CLOCK_RULES, NEW_YORK
)


def bound(*codes: str) -> tuple[str, ...]:
    case = a_case(services=tuple(a_line(line=str(number), code=code) for number, code in enumerate(codes)))
    return tuple(profile.id for profile in RULES.applicable_to(case).binding)


def test_a_profile_of_a_program_binds_what_the_program_asks_for() -> None:
    assert bound(CODE) == ("OH",)
    assert bound("X", CODE) == ("OH",)
    assert bound("X") == ()


def test_a_decision_is_due_from_receipt() -> None:
    due, escalate = RULES.due_from_receipt(a_case(), RECEIVED)
    assert due == RECEIVED + dt.timedelta(days=7)
    assert RECEIVED < escalate < due
    assert RULES.today(RECEIVED) == dt.date(2026, 10, 15)


class Clockless(Regulations):
    """Rules under which no clock runs."""

    def clock_of(self, given: Applicable, moments: Moments) -> Clock:
        return Clock((), (), None, None)


def test_rules_under_which_no_clock_runs_are_a_fault() -> None:
    rules = Clockless((), (), CLOCK_RULES, NEW_YORK)
    with pytest.raises(ValueError, match="no clock runs from receipt"):
        rules.due_from_receipt(a_case(), RECEIVED)
