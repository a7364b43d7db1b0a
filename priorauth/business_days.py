"""Counting time over days that count: business days, weekends, federal holidays, daylight saving.

Holidays are those of 5 U.S.C. 6103(a), on the days on which they are observed (6103(b); Executive Order 11582). A
state's own holidays are not known here and count as business days: what is due comes earlier by that, never later.
"""

import datetime as dt
from collections.abc import Iterator, Set
from functools import cache
from itertools import count, islice
from zoneinfo import ZoneInfo

from priorauth.deadlines import Deadline, Excluded, Unit

_DAY = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)
_SATURDAY, _SUNDAY = 5, 6
_ON_A_DATE = ((1, 1, 1971), (6, 19, 2021), (7, 4, 1971), (11, 11, 1978), (12, 25, 1971))
"""Month, day, and the first year in which it is computed here: Juneteenth came with Public Law 117-17."""
_ON_A_WEEKDAY = ((1, 0, 3, 1986), (2, 0, 3, 1971), (9, 0, 1, 1971), (10, 0, 2, 1971), (11, 3, 4, 1971))
"""Month, weekday (0 is Monday), which of the month, first year. Memorial Day, the last Monday of May, stands apart."""


@cache
def federal_holidays(year: int) -> frozenset[dt.date]:
    """The days on which the federal holidays of a year are observed; New Year's may fall on the last day before it."""
    fixed = (dt.date(year, month, day) for month, day, since in _ON_A_DATE if since <= year)
    moving = (_nth(year, month, weekday, nth) for month, weekday, nth, since in _ON_A_WEEKDAY if since <= year)
    return frozenset({*(_observed(day) for day in fixed), *moving, _last_monday_of_may(year)})


def _observed(day: dt.date) -> dt.date:
    """Friday for a Saturday, Monday for a Sunday."""
    return day + {_SATURDAY: -_DAY, _SUNDAY: _DAY}.get(day.weekday(), dt.timedelta())


def _nth(year: int, month: int, weekday: int, nth: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _last_monday_of_may(year: int) -> dt.date:
    last = dt.date(year, 5, 31)
    return last - dt.timedelta(days=last.weekday())


def is_left_out(day: dt.date, excludes: Set[Excluded]) -> bool:
    """Whether a day does not count."""
    if Excluded.WEEKENDS in excludes and day.weekday() >= _SATURDAY:
        return True
    return Excluded.HOLIDAYS in excludes and (
        day in federal_holidays(day.year) or day in federal_holidays(day.year + 1)
    )


def due_after(start: dt.datetime, deadline: Deadline, zone: ZoneInfo) -> dt.datetime:
    """When a deadline that starts at a moment runs out, in UTC.

    A day is read as 24 hours, the earlier of the two readings: seven calendar days are at most 168 hours. It never runs
    past the end of the last day that counts, in the plan's time zone, which it might where clocks go forward. What
    arrives on a day that does not count starts with the next day that does.
    """
    excludes = deadline.days_left_out
    if deadline.unit is Unit.HOURS:
        due = _elapsed(start, dt.timedelta(hours=deadline.value), excludes, zone)
    else:
        due = days_after(start, deadline.value, zone, excludes)
    if deadline.cap_hours is None:
        return due
    return min(due, start.astimezone(dt.UTC) + dt.timedelta(hours=deadline.cap_hours))


def days_after(start: dt.datetime, days: int, zone: ZoneInfo, excludes: Set[Excluded] = frozenset()) -> dt.datetime:
    """So many counted days after a moment, in UTC; see :func:`due_after`."""
    local = start.astimezone(zone).date()
    counted = (day for day in _days_from(local + _DAY) if not is_left_out(day, excludes))
    last = next(islice(counted, days - 1, None))
    return min(_elapsed(start, days * _DAY, excludes, zone), _midnight(last + _DAY, zone) - _SECOND)


def _days_from(day: dt.date) -> Iterator[dt.date]:
    return (day + number * _DAY for number in count())


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The beginning of a day in a time zone, in UTC."""
    return dt.datetime.combine(day, dt.time.min, zone).astimezone(dt.UTC)


def _elapsed(start: dt.datetime, length: dt.timedelta, excludes: Set[Excluded], zone: ZoneInfo) -> dt.datetime:
    """The moment when ``length`` has passed, days that do not count left out. It lies on a day that counts."""
    at, left = start.astimezone(dt.UTC), length
    if not excludes:
        return at + left
    day = at.astimezone(zone).date()
    while is_left_out(day, excludes) or left > _midnight(day + _DAY, zone) - at:
        ends = _midnight(day + _DAY, zone)
        left -= dt.timedelta() if is_left_out(day, excludes) else ends - at
        at, day = ends, day + _DAY
    due = at + left
    return due - _SECOND if is_left_out(due.astimezone(zone).date(), excludes) else due
