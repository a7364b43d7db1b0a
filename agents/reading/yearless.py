"""Stretches of time and beginnings that are written without a year: "8/10-10/5", "Feb-Apr", "since June 1", "9/15-now".

Each is the last that can have been before the document. Two figures with a stroke are a day only beside another, from
one to the next, or before "now": alone, "8/10" is as often a score.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from agents.reading.text import matches_at
from agents.reading.when import MONTH_NAME, MONTHS, When, days_of_month, make_date

_MARK = re.compile(
    r"\b(?:since|from|dated|onset(?:\s(?:on|was|of))?|began|begun|beginning|start(?:ed|ing)?(?:\son)?|until|through|on)"
    r"\s(?:about\s|around\s|~\s?)?$"
)
_NOW = r"\s?(?:-|to|through|thru|until|till)\s?(?:now|present|current(?:ly)?|today)\b"
_NOT_A_DAY = (
    r"(?![\w/:%]|\.[0-9]|,?\s(?:19|20)[0-9]{2}|\s?(?:mg|mcg|g|ml|units?|x|visits?|sessions?|weeks?|wks?|months?|mos?|days?"
    r"|years?|yrs?|treatments?|injections?|times|and\s[0-9]+\s(?:visits|sessions))\b)"
)
_MONTH_DAY = re.compile(rf"(?P<n>{MONTH_NAME})\.?\s(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?{_NOT_A_DAY}(?P<now>(?={_NOW}))?")
_MONTHS = re.compile(
    rf"(?<![\w/])(?P<n1>{MONTH_NAME})\.?\s?(?:-|to|through|thru)\s?(?P<n2>{MONTH_NAME})(?!\.?,?\s?[0-9])"
)
_MONTH_TO_NOW = re.compile(rf"(?<![\w/])(?P<n>{MONTH_NAME})(?={_NOW})")
_DAY = r"(?P<m{0}>0?[1-9]|1[0-2])/(?P<d{0}>0?[1-9]|[12][0-9]|3[01])"
_DAYS = re.compile(
    rf"(?<![\w/.-]){_DAY.format(1)}\s?(?:-|to|through|thru|until|till)\s?{_DAY.format(2)}(?![\w/%]|[.-][0-9])"
)
_TO_NOW = re.compile(_NOW)
_DAY_ALONE = re.compile(rf"(?<![\w/.-]){_DAY.format(1)}(?![\w/%]|[.-][0-9])")
_SINCE = re.compile(r"\b(?:since|onset)\s(?:about\s|around\s|~\s?)?$")
_SCORE = re.compile(
    r"\b(?:pain|nrs|vas|score|strength|motor|reflex\w*|pulses?|power|level|rated|intensity)\W{0,3}(?:\w+\s)?$"
)
"""What stands before a score that looks like a day: "pain 8/10-9/10"."""


def yearless_dates(folded: str, anchor: dt.date, figures: Sequence[int], months: Sequence[int]) -> Iterator[When]:
    """The stretches and the days without a year, each the last before ``anchor``.

    A date begins at one of ``figures``, or, in words, at one of ``months``.
    """
    for match in matches_at(_DAYS, folded, figures):
        if match["d1"] != match["d2"] and not _before(_SCORE, match):
            yield from _from_day_to_day(match, anchor)
    for match in matches_at(_MONTHS, folded, months):
        yield from _from_month_to_month(match, anchor)
    for match in matches_at(_MONTH_DAY, folded, months):
        day = _last(anchor, MONTHS[match["n"][:3]], int(match["d"]))
        if day is not None and (match["now"] is not None or _before(_MARK, match)):
            yield When(match.start(), match.end(), day)
    for match in matches_at(_DAY_ALONE, folded, figures):
        day = _last(anchor, int(match["m1"]), int(match["d1"]))
        goes_on = _TO_NOW.match(folded, match.end()) is not None and not _before(_SCORE, match)
        if day is not None and (goes_on or _before(_SINCE, match)):
            yield When(match.start(), match.end(), day)
    for match in matches_at(_MONTH_TO_NOW, folded, months):
        month = MONTHS[match["n"][:3]]
        yield When(match.start(), match.end(), None, between=days_of_month(anchor.year - (month > anchor.month), month))


def _before(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    """Whether the words directly before a match fit a pattern."""
    return pattern.search(match.string, max(0, match.start() - 24), match.start()) is not None


def _last(anchor: dt.date, month: int, day: int) -> dt.date | None:
    """The last such day that is not after the document."""
    date = make_date(anchor.year, month, day)
    return date if date is None or date <= anchor else make_date(anchor.year - 1, month, day)


def _from_day_to_day(match: re.Match[str], anchor: dt.date) -> Iterator[When]:
    last = _last(anchor, int(match["m2"]), int(match["d2"]))
    first = _last(last, int(match["m1"]), int(match["d1"])) if last is not None else None
    if first is not None and last is not None and first < last:
        yield When(match.start(), match.end(), first, last, None, (last - first).days)


def _from_month_to_month(match: re.Match[str], anchor: dt.date) -> Iterator[When]:
    """From one month to another; the shortest reading goes from the first one's last day to the other's first."""
    one, other = MONTHS[match["n1"][:3]], MONTHS[match["n2"][:3]]
    year = anchor.year - (other > anchor.month)
    first, last = days_of_month(year - (one > other), one), days_of_month(year, other)
    if first is not None and last is not None and one != other:
        yield When(match.start(), match.end(), None, None, (first[0], last[1]), max(0, (last[0] - first[1]).days))
