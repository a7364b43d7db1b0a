"""The same dates in another form: 2026-09-14, 09/14/2026, September 14, 2026."""

import calendar
import datetime as dt
import re
from collections.abc import Callable

from evaluation.exam.cases import LabelledCase
from evaluation.metamorphic.change import Submission, rewritten

_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_SHORT = {name: number for number, name in enumerate(calendar.month_abbr) if name} | {"Sept": 9}
_LAST_SHORT_YEAR = 40
"""A year of two digits up to this one lies in this century: a later one is that of a birth."""
_DATE = re.compile(
    r"(?<![\w/.\-–])(?:"
    r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"
    r"|(?P<m2>\d{1,2})/(?P<d2>\d{1,2})/(?P<y2>\d{4}|\d{2})"
    rf"|(?P<m3>{'|'.join([*_MONTHS, *_SHORT])})\.?\s(?P<d3>\d{{1,2}}),\s(?P<y3>\d{{4}})"
    r")(?!\w|[/\-–]\w)"
)
_RANGE_OPENED = re.compile(r"(?:[A-Z][a-z]+\.?\s\d{1,2}|\d{1,2}/\d{1,2}),?\s(?:to|through|until|and|thru)\s\Z")
"""What stands before a date whose year holds for another date too."""
_NAMES = (("y", "y2", "y3"), ("m", "m2", "m3"), ("d", "d2", "d3"))

FORMS: dict[str, Callable[[dt.date], str]] = {
    "2026-09-14": dt.date.isoformat,
    "09/14/2026": lambda day: day.strftime("%m/%d/%Y"),
    "September 14, 2026": lambda day: f"{calendar.month_name[day.month]} {day.day}, {day.year}",
}
"""How a date is written, by an example."""


def redated(case: LabelledCase, form: Callable[[dt.date], str]) -> Submission | None:
    """Every complete date of every text in one form. Dates joined by a dash or a shared year stay."""
    return rewritten(case, lambda text: _DATE.sub(lambda found: _in_form(found, form), text))


def _in_form(found: re.Match[str], form: Callable[[dt.date], str]) -> str:
    before = found.string[max(0, found.start() - 24) : found.start()]
    day = None if _RANGE_OPENED.search(before) else _day(found)
    return form(day) if day else found[0]


def _day(found: re.Match[str]) -> dt.date | None:
    year, month, day = (next(part for part in found.group(*names) if part) for names in _NAMES)
    number = {**_MONTHS, **_SHORT}.get(month) or int(month)
    try:
        return dt.date(_whole(int(year)), number, int(day))
    except ValueError:
        return None


def _whole(year: int) -> int:
    return year if year > 99 else year + (2000 if year <= _LAST_SHORT_YEAR else 1900)
