"""What a date in a text is, and the calendar beneath it."""

import datetime as dt
from typing import NamedTuple

MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
"""A month's name, whole or as it is shortened."""


class When(NamedTuple):
    """A date in a text. ``date`` is None for a month or a year alone; ``until`` ends a stretch of time.

    ``between`` holds the first and the last day that something without a day can have had; ``lasting`` the days that a
    stretch of time lasted at least.
    """

    start: int
    end: int
    date: dt.date | None
    until: dt.date | None = None
    between: tuple[dt.date, dt.date] | None = None
    lasting: int | None = None


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, None where there is no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def days_of_month(year: int, month: int) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a month."""
    first = make_date(year, month, 1)
    return (first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)) if first else None
