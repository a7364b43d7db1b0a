"""When a decision is due."""

import datetime as dt

import pytest

from priorauth.case import Priority
from priorauth.timeframes import due_at

RECEIVED_AT = dt.datetime(2026, 10, 30, 17, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("priority", "due"),
    [
        (Priority.STANDARD, dt.datetime(2026, 11, 6, 17, 5, tzinfo=dt.UTC)),
        (Priority.EXPEDITED, dt.datetime(2026, 11, 2, 17, 5, tzinfo=dt.UTC)),
    ],
)
def test_seven_days_or_seventy_two_hours_from_receipt(priority: Priority, due: dt.datetime) -> None:
    assert due_at(RECEIVED_AT, priority) == due
