"""Dates and lengths of time as clinicians write them, in US order.

A date without its day is no day: a month is kept as its first and last day, a year alone only says that the event was
not on the document's day. A year of two digits is this century's unless that lies after the document. A day without a
year is the last such day before the document, and counts only where something marks it as a date.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agents.reading.tables import phrases
from agents.reading.text import matches_at

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept|sep|oct|nov|dec)[a-z]*\.?"
_DATE_START = re.compile(r"[0-9](?<!\w.)(?=[0-9]{3}|[0-9]?(?:/[0-9]|[-.][0-9]{1,2}[-.]|[\s-][jfmasond]))")
"""A number that may open a date. The lookbehind stands behind the digit: so the search runs from digit to digit."""
_MONTH_START = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?<!\w...)")
_FULL = re.compile(
    rf"(?<![\w/.])(?:(?P<y1>[0-9]{{4}})-(?P<m1>[0-9]{{1,2}})-(?P<d1>[0-9]{{1,2}})"
    rf"|(?P<m2>[0-9]{{1,2}})[/](?P<d2>[0-9]{{1,2}})[/](?P<y2>[0-9]{{4}}|[0-9]{{2}})"
    rf"|(?P<m5>[0-9]{{1,2}})[-.](?P<d5>[0-9]{{1,2}})[-.](?P<y5>(?:19|20)[0-9]{{2}})"
    rf"|(?P<m3>{_MONTH})\s?(?P<d3>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y3>[0-9]{{4}})"
    rf"|(?P<d4>[0-9]{{1,2}})[\s-](?P<m4>{_MONTH})[\s,-]{{1,2}}(?P<y4>[0-9]{{4}}))(?![\w/])"
)
_RANGE = re.compile(
    r"(?<![\w/.])(?P<m1>[0-9]{1,2})/(?P<d1>[0-9]{1,2})(?:/(?P<y1>[0-9]{4}|[0-9]{2}))?\s?(?:-|to|through|thru|until)\s?"
    r"(?P<m2>[0-9]{1,2})/(?P<d2>[0-9]{1,2})/(?P<y2>[0-9]{4}|[0-9]{2})(?![\w/])"
)
_MONTH_RANGE = re.compile(
    rf"(?<![\w/])(?:(?P<m1>[0-9]{{1,2}})/(?P<y1>[0-9]{{4}})\s?(?:-|to)\s?(?P<m2>[0-9]{{1,2}})/(?P<y2>[0-9]{{4}})"
    rf"|(?P<n1>{_MONTH})\s?(?P<z1>[0-9]{{4}})?\s?(?:-|to|through|and)\s?(?P<n2>{_MONTH})\s(?P<z2>[0-9]{{4}}))(?![\w/])"
)
_PARTIAL = re.compile(
    rf"(?<![\w/.])(?:(?P<m1>[0-9]{{1,2}})/(?P<y1>(?:19|20)[0-9]{{2}})"
    rf"|(?P<m2>{_MONTH})\s?(?:of\s)?(?P<y2>(?:19|20)[0-9]{{2}})"
    rf"|(?:19|20)[0-9]{{2}})(?![\w/%]|\.[0-9])"
)
_DAY = re.compile(
    r"(?:(?<=\bon )|(?<=\bdated )|(?<=\beval )|(?<=d/c )|(?<=\bstanding )|(?<=\bmri )|(?<=\bxr )"
    r"|(?<=\bct )|(?<=\babg )|(?<=knee )|(?<=visit ))"
    r"(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12][0-9]|3[01])(?![\w/%.]*[/\w%])"
)
_AGO = re.compile(
    r"\b(?P<n>[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a|an)\s(?P<unit>day"
    r"|week|wk|month|mo|year|yr)s?\.?\sago\b|\b(?P<yesterday>yesterday)\b"
)
_AGO_END = re.compile(r"(?:ago|yesterday)\b")
_LONGEST_AGO = 16
"""Signs of the longest number, unit and spaces before "ago", and one more for the word's boundary."""
_COUNTING = {
    word: n
    for n, word in enumerate(
        phrases(
            """
        zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve
        """
        )
    )
}
_NUMBER_WORDS = _COUNTING | {"a": 1, "an": 1}
_DAYS = {
    "d": 1,
    "day": 1,
    "w": 7,
    "wk": 7,
    "week": 7,
    "mo": 30,
    "mon": 30,
    "month": 30,
    "y": 365,
    "yr": 365,
    "year": 365,
}
_LENGTH = re.compile(
    r"(?<![\w./])(?:x\s?|~\s?|> ?)?(?P<n>[0-9]{1,3}(?:\.5)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
    r"(?:\s?(?:-|to)\s?[0-9]{1,3}|\sto\s(?:two|three|four|five|six|seven|eight|nine|ten|twelve))?"
    r"[\s-]?(?:consecutive\s|full\s|straight\s|continuous\s)?(?P<unit>day|d|week|wk|w|month"
    r"|mo|year|yr|y)s?\b(?!\.?\s(?:ago|old|pre|post\b))(?![-\s](?:old|relief|each|of relief))(?!\s?/)"
)
_NOT_LENGTH = re.compile(
    r"(?:\bin|\bevery|\bq|\bafter|\bwithin|\bper|\brtc|f/u|follow up|\brecheck|\bnext|/"
    r"|\bfor the next|\bx?[0-9]\s?x\s?/|\bage|\bby|-day of|[0-9]\s?(?:of|/)(?:\sa)?|\brisk at)\s?$"
)
_SINCE = re.compile(
    rf"\bsince\s(?:(?P<m>{_MONTH})\s?(?:of\s)?(?P<y>[0-9]{{4}})|(?P<mm>[0-9]{{1,2}})/(?P<yy>[0-9]{{4}})"
    rf"|(?P<only>(?:19|20)[0-9]{{2}}))"
)


class When(NamedTuple):
    """A date in a text. ``date`` is None for a month or a year alone; ``until`` ends a stretch of time.

    ``between`` holds the first and the last day of a month that is named without a day.
    """

    start: int
    end: int
    date: dt.date | None
    until: dt.date | None = None
    between: tuple[dt.date, dt.date] | None = None


class Length(NamedTuple):
    """A length of time in a text, in days (a month is 30, a year 365)."""

    start: int
    end: int
    days: int


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, None where there is no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _year(written: str, anchor: dt.date | None) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    century = 2000 + year
    return century - 100 if anchor is not None and century > anchor.year + 1 else century


def _month(name: str) -> int:
    return _MONTHS[name[:3]]


def _full(match: re.Match[str], anchor: dt.date | None) -> dt.date | None:
    for number in "12345":
        year = match[f"y{number}"]
        if year is not None:
            month = match[f"m{number}"]
            return make_date(
                _year(year, anchor), int(month) if month.isdigit() else _month(month), int(match[f"d{number}"])
            )
    return None


def _stretch(match: re.Match[str], anchor: dt.date | None) -> When:
    last = make_date(_year(match["y2"], anchor), int(match["m2"]), int(match["d2"]))
    year = _year(match["y1"], anchor) if match["y1"] else (last.year if last else 0)
    first = make_date(year, int(match["m1"]), int(match["d1"])) if year else None
    if first and last and first > last and not match["y1"]:
        first = make_date(year - 1, first.month, first.day)
    return When(match.start(), match.end(), first, last)


def _days_of_month(match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a month and year; None for a year alone."""
    year, month = match["y1"] or match["y2"], match["m1"] or match["m2"]
    first = make_date(int(year), int(month) if month.isdigit() else _month(month), 1) if year else None
    return (first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)) if first else None


def _ago(match: re.Match[str], anchor: dt.date | None) -> When:
    if anchor is None:
        return When(match.start(), match.end(), None)
    if match["yesterday"]:
        return When(match.start(), match.end(), anchor - dt.timedelta(days=1))
    number = int(match["n"]) if match["n"].isdigit() else _NUMBER_WORDS[match["n"]]
    days = number * _DAYS[match["unit"]]
    exact = match["unit"] in ("day", "week", "wk")
    return When(match.start(), match.end(), anchor - dt.timedelta(days=days) if exact else None)


def _day(match: re.Match[str], anchor: dt.date | None) -> When:
    date = make_date(anchor.year, int(match["m"]), int(match["d"])) if anchor else None
    if date and anchor and date > anchor:
        date = make_date(anchor.year - 1, date.month, date.day)
    return When(match.start(), match.end(), date)


def date_starts(folded: str) -> list[int]:
    """Where a date can begin, in order: at some numbers and at each name of a month. All else needs no closer look."""
    numbers = (match.start() for match in _DATE_START.finditer(folded))
    months = (match.start() for match in _MONTH_START.finditer(folded))
    return sorted((*numbers, *months))


def dates_in(folded: str, anchor: dt.date | None, starts: Sequence[int] | None = None) -> list[When]:
    """The dates of a text, in order, read against the document's date; nothing is read twice.

    ``starts`` are those of :func:`date_starts`, for who has them already.
    """
    found: list[When] = []
    taken = bytearray(len(folded))
    for when in _all_dates(folded, anchor, date_starts(folded) if starts is None else starts):
        if taken.find(1, when.start, when.end) < 0:
            taken[when.start : when.end] = b"\1" * (when.end - when.start)
            found.append(when)
    return sorted(found, key=lambda when: when.start)


def _all_dates(folded: str, anchor: dt.date | None, starts: Sequence[int]) -> Iterator[When]:
    """Every reading of a date, the most telling patterns first."""
    yield from (_stretch(match, anchor) for match in matches_at(_RANGE, folded, starts))
    yield from (When(m.start(), m.end(), _full(m, anchor)) for m in matches_at(_FULL, folded, starts))
    yield from (When(m.start(), m.end(), None) for m in matches_at(_MONTH_RANGE, folded, starts))
    yield from (When(m.start(), m.end(), None, between=_days_of_month(m)) for m in matches_at(_PARTIAL, folded, starts))
    if anchor is not None:
        yield from (_day(match, anchor) for match in matches_at(_DAY, folded, starts))
    yield from (_ago(match, anchor) for match in _agos(folded))


def _agos(folded: str) -> Iterator[re.Match[str]]:
    """What is some time ago: looked for backwards from its last word, which is rarer than its first."""
    end = 0
    for last in _AGO_END.finditer(folded):
        match = _AGO.search(folded, max(end, last.start() - _LONGEST_AGO), last.end())
        if match is not None:
            yield match
            end = match.end()


def _month_start(match: re.Match[str]) -> tuple[dt.date | None, dt.date | None]:
    """The last day that the first month can mean, and the first day of the last: the shortest reading."""
    if match["m1"]:
        first = make_date(int(match["y1"]), int(match["m1"]), 28)
        return first, make_date(int(match["y2"]), int(match["m2"]), 1)
    last_year = int(match["z2"])
    first = make_date(int(match["z1"] or last_year), _month(match["n1"]), 28)
    return first, make_date(last_year, _month(match["n2"]), 1)


def _since(match: re.Match[str], anchor: dt.date) -> int:
    """Days since a month or year, counted from its end: the shortest reading."""
    if match["only"]:
        begin = dt.date(int(match["only"]), 12, 31)
    else:
        year = int(match["y"] or match["yy"])
        month = _month(match["m"]) if match["m"] else int(match["mm"])
        begin = make_date(year, month, 28) or anchor
    return (anchor - begin).days


def lengths_in(folded: str, anchor: dt.date | None, starts: Sequence[int]) -> list[Length]:
    """The lengths of time that a text states, stretches between two dates included; appointments are none."""
    found = [
        Length(m.start(), m.end(), _days(m))
        for m in _LENGTH.finditer(folded)
        if not _NOT_LENGTH.search(folded, max(0, m.start() - 14), m.start())
    ]
    for match in matches_at(_RANGE, folded, starts):
        when = _stretch(match, anchor)
        if when.date and when.until and when.until > when.date:
            found.append(Length(when.start, when.end, (when.until - when.date).days))
    for match in matches_at(_MONTH_RANGE, folded, starts):
        first, last = _month_start(match)
        if first and last and last > first:
            found.append(Length(match.start(), match.end(), (last - first).days))
    if anchor is not None and "since" in folded:
        for match in _SINCE.finditer(folded):
            days = _since(match, anchor)
            if days > 0:
                found.append(Length(match.start(), match.end(), days))
    return sorted(found, key=lambda length: length.start)


def _days(match: re.Match[str]) -> int:
    written = match["n"]
    number = float(written) if written[0].isdigit() else _NUMBER_WORDS[written]
    return round(number * _DAYS[match["unit"]])
