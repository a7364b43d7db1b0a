"""Lengths of time as clinicians write them, in days: "6 weeks", "from 3/1 to 4/15/2026", "since April"."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agents.reading.dates import (
    DAYS,
    FULL,
    MONTH,
    MONTH_RANGE,
    NUMBER_WORDS,
    RANGE,
    full_date,
    make_date,
    month_number,
    stretch,
)
from agents.reading.text import matches_at

_MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may(?!\s(?:be|have|not))|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
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
    rf"\bsince\s(?:(?P<m>{MONTH})\s?(?:of\s)?(?P<y>[0-9]{{4}})|(?P<mm>[0-9]{{1,2}})/(?P<yy>[0-9]{{4}})"
    rf"|(?P<only>(?:19|20)[0-9]{{2}})|(?P<bare>{_MONTH_NAME})\b(?!\s?[0-9]))"
)
_SINCE_DAY = re.compile(r"\bsince\s(?:about\s|approximately\s|at least\s)?$")


class Length(NamedTuple):
    """A length of time in a text, in days (a month is 30, a year 365)."""

    start: int
    end: int
    days: int


def _month_start(match: re.Match[str]) -> tuple[dt.date | None, dt.date | None]:
    """The last day that the first month can mean, and the first day of the last: the shortest reading."""
    if match["m1"]:
        first = make_date(int(match["y1"]), int(match["m1"]), 28)
        return first, make_date(int(match["y2"]), int(match["m2"]), 1)
    last_year = int(match["z2"])
    first = make_date(int(match["z1"] or last_year), month_number(match["n1"]), 28)
    return first, make_date(last_year, month_number(match["n2"]), 1)


def _since(match: re.Match[str], anchor: dt.date) -> int:
    """Days since a month or year, counted from its end: the shortest reading. A bare month is the last such one."""
    if match["only"]:
        begin = dt.date(int(match["only"]), 12, 31)
    elif match["bare"]:
        last = dt.date(anchor.year, month_number(match["bare"]), 28)
        begin = last if last < anchor else dt.date(anchor.year - 1, last.month, 28)
        if last.month == anchor.month:
            return 0
    else:
        year = int(match["y"] or match["yy"])
        month = month_number(match["m"]) if match["m"] else int(match["mm"])
        begin = make_date(year, month, 28) or anchor
    return (anchor - begin).days


def lengths_in(folded: str, anchor: dt.date | None, starts: Sequence[int]) -> list[Length]:
    """The lengths of time that a text states, stretches between two dates included; appointments are none."""
    found = [
        Length(m.start(), m.end(), _days(m))
        for m in _LENGTH.finditer(folded)
        if not _NOT_LENGTH.search(folded, max(0, m.start() - 14), m.start())
    ]
    for match in matches_at(RANGE, folded, starts):
        when = stretch(match, anchor)
        if when.date and when.until and when.until > when.date:
            found.append(Length(when.start, when.end, (when.until - when.date).days))
    for match in matches_at(MONTH_RANGE, folded, starts):
        first, last = _month_start(match)
        if first and last and last > first:
            found.append(Length(match.start(), match.end(), (last - first).days))
    if anchor is not None and "since" in folded:
        found += _lengths_since(folded, anchor, starts)
    return sorted(found, key=lambda length: length.start)


def _lengths_since(folded: str, anchor: dt.date, starts: Sequence[int]) -> Iterator[Length]:
    """What goes on since a day, a month or a year, up to the document's date."""
    for match in matches_at(FULL, folded, starts):
        begin = full_date(match, anchor)
        opened = _SINCE_DAY.search(folded, max(0, match.start() - 24), match.start())
        if begin is not None and opened is not None and begin < anchor:
            yield Length(opened.start(), match.end(), (anchor - begin).days)
    for match in _SINCE.finditer(folded):
        days = _since(match, anchor)
        if days > 0:
            yield Length(match.start(), match.end(), days)


def _days(match: re.Match[str]) -> int:
    written = match["n"]
    number = float(written) if written[0].isdigit() else NUMBER_WORDS[written]
    return round(number * DAYS[match["unit"]])
