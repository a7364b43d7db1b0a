"""The clock of an appeal, and the clock of a case whose line of business nobody stated."""

import datetime as dt

import pytest

from priorauth.applicability import Applicable
from priorauth.case import Priority
from priorauth.clocks import ExtensionRefused, ExtensionTaken, Moments, check_extension, consequences, run_clock
from priorauth.deadlines import Act, Ground
from priorauth.limits import BASELINE
from tests.building.jurisdictions import CLOCK_RULES, NEW_YORK, SURE, a_deadline, a_profile, applying

FILED = dt.datetime(2026, 12, 1, 15, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
EXTENSION = SURE | {"priorities": ["standard"], "days": 14, "grounds": ["enrollee_asks"], "notice": "In writing."}


def appealed(*lines: dict[str, object], priority: Priority = Priority.STANDARD) -> Applicable:
    profile = a_profile(
        a_deadline(), *lines, missed=SURE | {"means": "approved", "text": "Approved."}, extensions=[EXTENSION]
    )
    return applying(profile, act=Act.APPEAL, priority=priority)


@pytest.mark.parametrize(("priority", "days"), [(Priority.STANDARD, 30), (Priority.EXPEDITED, 3)])
def test_where_no_profile_gives_a_time_the_service_s_own_limit_of_an_appeal_holds(priority: Priority, days: int):
    clock = run_clock(appealed(priority=priority), CLOCK_RULES, Moments(received_at=FILED), NEW_YORK)
    assert clock.due_at == FILED + days * DAY
    assert [due.told.profile for due in clock.deciding] == [BASELINE]


def test_a_profile_s_time_of_an_appeal_decides():
    given = appealed(a_deadline(of="appeal", value=10))
    clock = run_clock(given, CLOCK_RULES, Moments(received_at=FILED), NEW_YORK)
    assert clock.due_at == FILED + 10 * DAY
    assert consequences(clock, given, FILED + 11 * DAY) == ()


def test_what_extends_a_decision_extends_no_appeal():
    given = appealed(a_deadline(of="appeal", value=10))
    taken = ExtensionTaken(ground=Ground.ENROLLEE_ASKS, days=14, noticed_at=FILED)
    with pytest.raises(ExtensionRefused, match="no confirmed rule"):
        check_extension(given, CLOCK_RULES, Moments(received_at=FILED), taken, NEW_YORK)


def test_without_a_line_of_business_the_service_s_own_limit_decides_and_the_others_are_shown_and_heeded():
    given = applying(a_profile(a_deadline(value=1)), line_of_business=None)
    clock = run_clock(given, CLOCK_RULES, Moments(received_at=FILED), NEW_YORK)
    assert [due.told.profile for due in clock.sure] == [BASELINE]
    assert clock.due_at == FILED + 7 * DAY
    assert [due.told.profile for due in clock.unsure] == ["OH"]
    assert clock.escalate_at is not None
    assert clock.escalate_at < FILED + DAY
    assert consequences(clock, given, FILED + 9 * DAY) == ()
