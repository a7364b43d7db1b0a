"""Where a case's clock stands, from what is stored of it: cheap enough for every case of a long list."""

import datetime as dt
from enum import StrEnum


class ClockState(StrEnum):
    """Where a clock stands.

    ``waiting_for_information``: it begins anew when the information that was asked for is in hand; ``escalate``: a
    person sees to it now, its share of the time has passed; ``breached``: the decision was not notified in time;
    ``stopped``: the request was taken back, and nothing is due.
    """

    RUNNING = "running"
    WAITING_FOR_INFORMATION = "waiting_for_information"
    ESCALATE = "escalate"
    BREACHED = "breached"
    ANSWERED_IN_TIME = "answered_in_time"
    ANSWERED_LATE = "answered_late"
    STOPPED = "stopped"


def state_at(
    now: dt.datetime,
    *,
    due_at: dt.datetime,
    escalate_at: dt.datetime | None,
    answered_at: dt.datetime | None,
    is_withdrawn: bool,
) -> ClockState:
    """The state at a moment. ``escalate_at`` is None while the clock waits, and then ``due_at`` does not count."""
    if answered_at is not None:
        late = escalate_at is not None and answered_at > due_at
        return ClockState.ANSWERED_LATE if late else ClockState.ANSWERED_IN_TIME
    if is_withdrawn:
        return ClockState.STOPPED
    if escalate_at is None:
        return ClockState.WAITING_FOR_INFORMATION
    if now > due_at:
        return ClockState.BREACHED
    return ClockState.ESCALATE if now >= escalate_at else ClockState.RUNNING
