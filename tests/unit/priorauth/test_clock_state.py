"""Where a clock stands, from the columns of a case."""

import datetime as dt
from typing import Any

import pytest

from priorauth.clock_state import ClockState, state_at

RECEIVED = dt.datetime(2026, 11, 16, 15, tzinfo=dt.UTC)


def hours(number: float) -> dt.datetime:
    return RECEIVED + dt.timedelta(hours=number)


@pytest.mark.parametrize(
    ("now", "given", "state"),
    [
        (1, {}, ClockState.RUNNING),
        (50, {}, ClockState.ESCALATE),
        (72, {}, ClockState.ESCALATE),
        (72.01, {}, ClockState.BREACHED),
        (99, {"escalate_at": None}, ClockState.WAITING_FOR_INFORMATION),
        (1, {"is_withdrawn": True}, ClockState.STOPPED),
        (99, {"is_withdrawn": True}, ClockState.STOPPED),
        (99, {"answered_at": hours(72)}, ClockState.ANSWERED_IN_TIME),
        (99, {"answered_at": hours(73)}, ClockState.ANSWERED_LATE),
        (99, {"answered_at": hours(73), "escalate_at": None}, ClockState.ANSWERED_IN_TIME),
    ],
)
def test_the_state(now: float, given: dict[str, Any], state: ClockState):
    stated: dict[str, Any] = {
        "due_at": hours(72),
        "escalate_at": hours(50),
        "answered_at": None,
        "is_withdrawn": False,
    }
    assert state_at(hours(now), **(stated | given)) is state
