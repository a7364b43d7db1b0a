"""Numbers that may be a measured value: with range, unit, and what stands before them.

Bounds ("< 88 %", "55 or less"), dates, times, doses, flows, counts of visits and list numbers are no values.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from agents.reading.marked import Marked
from agents.reading.settings import litres_in
from agents.reading.tables import phrases
from agents.reading.text import NUMBER_START, matches_at
from agents.reading.worded import worded_numbers
from priorauth.facts import Bound

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_NUMBER = re.compile(
    r"(?<![\w./:#^])(?<![<>≤≥]\s)(?<![<>≤≥])(?<![<>]=)(?<![<>]=\s)(?P<low>[0-9]{1,4}(?:\.[0-9]+)?)"
    r"(?P<percent>\s?%(?=\s?(?:-|to)\s?[0-9]))?(?:\s?(?:-|to)\s?(?P<high>[0-9]{1,4}(?:\.[0-9]+)?))?"
    r"(?:\s?(?P<slash>/|out of)\s?(?P<scale>10|24|5|80|100)(?![\w/]))?"
    r"(?:\s{1,3}[hl](?=\s{1,3}(?:mm\s?hg|%|g/dl|kpa)))?(?P<space>\s{0,3})(?P<unit>%|percent\b"
    r"|mm\s?\[?hg\]?|torr|kpa|kg\s?/\s?m\s?\^?2|kg\s?/\s?m2|cm\s?h2o\b|cm\s?\^?2\b|sq\.?\s?cm\b|kgs?\b|kilograms?\b|lbs?\b\.?"
    r"|pounds?\b|cm\b|inches\b|in\b(?=\.?(?:\s|$|,|\)))|meters?\b|m\b|"
    r"(?:events?\s?)?(?:/|per\s)\s?(?:h\b|hr\b|hour\b)|(?:hours?|hrs?|h|ml|cc)\s?(?:/|per\s|a\s)\s?d(?:ay)?\b|(?:ml|cc)\s?(?:/|per\s)\s?24\s?(?:hours?|hrs?|h)\b|hours?\b|hrs?\b|h\b|min(?:utes?|s)?\b"
    r"|events\b|[a-z]+(?:/[a-z0-9]+)?)?"
)
_UNITS = frozenset(
    phrases(
        """
        %|percent|mmhg|torr|kpa|kg/m2|kg/m^2|kg|kgs|kilograms|kilogram|lb|lbs|lb.|lbs.|pounds|pound|cm|in|inches
        inch|m|meters|meter|ft|feet|foot|mg|mcg|ug|g|gm|ml|l|min|mins|minute|minutes|h|hr|hrs|hour|hours|d|day
        days|wk|wks|week|weeks|mo|mos|month|months|yr|yrs|year|years|y|bpm|sec|secs|s|cmh|points|point|events
        visits|visit|sessions|session|times|steps|yards|blocks|degrees|deg|breaths|beats|pack|packs|py|units|iu
        meq|mmol|tabs|pills|puffs|nights|night|lpm|hz|oz|doses|flights|liters|litres|x|st|nd|rd|th|cc|dl|watts
        mph|k|pk|pts|episodes|stairs|flight|pounds|yo|am|pm|grams
        mm|millimeter|millimeters|ms|msec|msecs|milliseconds|second|seconds|u|unit|tests
        applications|c|celsius
        """
    )
)
_NOT_UNITS = frozenset(phrases("s/p|w/o|d/t|c/o|h/o|f/u|r/o|b/l|d/c|c/w|n/a|w/u|y/o|a/p"))
_FEET = re.compile(
    r"(?<![\w.])(?P<feet>[4-7])\s?(?:'|ft\.?|feet|foot)\s?(?P<inches>[0-9]{1,2}(?:\.[0-9]+)?)?\s?(?:\""
    r"|''|in\b\.?|inches)?"
)
_BOUND_BEFORE = Marked(
    "<|>|≤|≥|than|at least|at most|below|above|under|over|up to|exceed|imum of|within|not|instead of|around the",
    r"(?:<|>|≤|≥|<=|>=|=<|=>|less than|greater than|more than|at least|at most|below|above"
    r"|under|over|at or below|at or above|(?<!sats )(?<!spo2 )(?<!sat )(?<!back )(?<!came )up to|exceeds?|exceeding"
    r"|minimum of|maximum of|no more than|no less than|not less than|higher than|lower than"
    r"|fewer than|within|not|instead of|rather than|around the)\s*(?:or equal to\s*)?$",
)
_BOUND_AFTER = re.compile(
    r"\s?(?:%|mm\s?hg|kg/m2|kpa|/h)?\s?(?:\(?\s?(?:or|and|and/or)\s(?:less|more|below|above"
    r"|greater|lower|higher|under|over|better|worse|fewer)|\+(?!\w)|or ≤|/= )"
)
_MORE = re.compile(
    r"\s(?:or|and)\s(?:less|more|below|above|greater|lower|higher|better|worse|fewer)\b|\s(?:to|-)\s?[a-z0-9]"
)
_FRACTION = re.compile(r"/[0-9]")
_DATE_OR_TIME = re.compile(
    r"[0-9](?:[0-9]?/[0-9]{1,2}(?:/[0-9]{2,4})|[0-9]{3}-[0-9]{1,2}-[0-9]{1,2}|[0-9]?:[0-9]{2}"
    r"|[0-9]?/(?:19|20)[0-9]{2}"
    r"|(?<=\b[12])(?:(?<=1)9|(?<=2)0)[0-9]{2}\b(?!\s?(?:%|kg|g\b))"
    r"|(?<=\b0)[1-9]/[0-3][0-9]\b|(?<=\b1)[0-2]/(?!10)[0-3][0-9]\b)"
)
"""A date, a year or a time in figures. It begins with a figure, so that the search runs from figure to figure."""
_DAY_OF_MONTH = re.compile(
    r"[jfmasond](?:(?<=j)(?:an|un|ul)|(?<=f)eb|(?<=m)a[ry]|(?<=a)(?:pr|ug)|(?<=s)ep|(?<=o)ct|(?<=n)ov|(?<=d)ec)"
    r"[a-z]*\.?\s[0-9]{1,2}(?:,?\s[0-9]{4})?"
)
_CODE = re.compile(r"[0-9](?<=\b[a-z].)[0-9]\.[0-9a-z]{1,4}")
"""The figures of a diagnosis code."""


_MOVE_BEFORE = 60
_MOVED = re.compile(
    r"\b(?:improv|drop|fell|fall|rose|ris|increas|decreas|declin|went|gone|down|up|chang|progress|reduc|lower|recover"
    r"|came|come|worsen|decline)\w*(?:\s[a-z0-9]+){0,3}\sfrom\s(?:about\s|approximately\s|~\s?)?$"
)


class Number(NamedTuple):
    """A number in a text. ``unit`` is as written, folded; ``scale`` the whole of a score ("6/10")."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None = None
    unit: str | None = None
    scale: int | None = None
    is_grade: bool = False
    bound: Bound | None = None


_PER = re.compile(r"\s*\bper\s+|\sa\s(?=d)")
_OF_DAY = re.compile(r"/24(?:hours?|hrs?|h)$")
_AFTER_INCHES = re.compile(r"\.|\s*(?:$|[,;)]|\s{2})")


def _unit(match: re.Match[str]) -> str | None:
    percent, unit = "%" if match["percent"] else None, match["unit"]
    if unit is None:
        return percent
    written = _OF_DAY.sub("/d", "".join(_PER.sub("/", unit).split()))
    if written == "in" and not _AFTER_INCHES.match(match.string[match.end() : match.end() + 3]):
        return None
    if written in _NOT_UNITS:
        return None
    if written in _UNITS or not written.isalpha():
        return written
    return percent


def _feet(folded: str, starts: Sequence[int], end: int) -> Iterator[Number]:
    for match in matches_at(_FEET, folded, starts, end):
        inches = Decimal(match["feet"]) * 12 + Decimal(match["inches"] or 0)
        yield Number(match.start(), match.end(), inches, unit="inches")


def numbers_in(folded: str, start: int, end: int) -> list[Number]:
    """The numbers of a stretch that may be values, in order."""
    worded = list(_worded(folded, start, end))
    starts = [digit.start() for digit in NUMBER_START.finditer(folded, start, end)]
    if not starts:
        return worded
    feet = list(_feet(folded, starts, end))
    no_values = (_DATE_OR_TIME, _DAY_OF_MONTH, _CODE)
    taken = [match.span() for words in no_values for match in words.finditer(folded, start, end)]
    taken += [match.span() for match in litres_in(folded, start, end)]
    taken += [(number.start, number.end) for number in feet]
    found = (
        worded
        + feet
        + [
            number
            for match in matches_at(_NUMBER, folded, starts, end)
            if not _overlaps(match, taken) and not _is_bound(folded, start, match)
            for number in _parts(match, start)
        ]
    )
    return sorted(found, key=lambda number: number.start)


def _worded(folded: str, start: int, end: int) -> Iterator[Number]:
    """The values that are written in words; what only bounds one is none."""
    for one in worded_numbers(folded, start, end):
        if not _BOUND_BEFORE.search(folded, max(start, one.start - 28), one.start) and not _MORE.match(folded, one.end):
            yield Number(one.start, one.end, one.value, unit=one.unit, scale=one.scale)


def _parts(match: re.Match[str], start: int) -> Iterator[Number]:
    """A number with its range; what went from one value to another is two numbers and no range."""
    number = _number(match)
    before = match.string[max(start, match.start() - _MOVE_BEFORE) : match.start()]
    if number.high is None or not _MOVED.search(before):
        yield number
        return
    yield number._replace(end=max(match.end("low"), match.end("percent")), high=None)
    yield number._replace(start=match.start("high"), value=number.high, high=None)


def _number(match: re.Match[str]) -> Number:
    high = Decimal(match["high"]) if match["high"] else None
    low = Decimal(match["low"])
    unit = None if match["slash"] else _unit(match)
    last = (
        match.end("unit")
        if (unit and unit != "%" and match["unit"]) or (unit == "%" and match["unit"] == "%")
        else max(match.end("low"), match.end("percent"), match.end("high"), match.end("scale"))
    )
    return Number(
        match.start(), last, low, high if high != low else None, unit, int(match["scale"]) if match["scale"] else None
    )


def _overlaps(match: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
    return any(first < match.end("low") and match.start("low") < last for first, last in taken)


def _is_bound(folded: str, start: int, match: re.Match[str]) -> bool:
    """Whether the number only bounds a value."""
    last = max(match.end("low"), match.end("high"))
    if not match["slash"] and _FRACTION.match(folded, last):
        return True
    return (
        _BOUND_BEFORE.search(folded, max(start, match.start() - 28), match.start()) is not None
        or _BOUND_AFTER.match(folded, last) is not None
    )


_GRADE = re.compile(
    r"(?:\b|(?<=[a-z]))(?:grade|gr\.?|stage|kl|k-l|class)?\s?(?P<low>iv|v|iii|ii|i|[0-5])(?:\s?(?:-"
    r"|to|/|and)\s?(?P<high>iv|v|iii|ii|i|[0-5]))?(?![\w%/]|\.[0-9])"
)


def grade_in(folded: str, start: int, end: int) -> Number | None:
    """The first grade, in Roman or Arabic figures, of a stretch."""
    match = _GRADE.search(folded, start, end)
    if match is None:
        return None
    high = _figure(match["high"]) if match["high"] else None
    return Number(match.start("low"), match.end(), _figure(match["low"]), high, is_grade=True)


def _figure(written: str) -> Decimal:
    return Decimal(_ROMAN.get(written) or written)


_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = re.compile(
    rf"(?<![\w.,/-])(?P<count>[0-9]{{1,3}}(?:\.[0-9]+)?|{'|'.join(_COUNTS)})[\s-]{{1,2}}"
    r"(?:(?:prior|previous|earlier|total)\s)?$"
)


def count_before(folded: str, start: int, end: int) -> Number | None:
    """The number that counts what is named at ``end``: "30 pack-years", "three prior epidurals"."""
    match = _COUNT.search(folded, start, end)
    if match is None or _BOUND_BEFORE.search(folded, max(start, match.start() - 28), match.start()):
        return None
    written = match["count"]
    value = Decimal(_COUNTS.index(written) + 1 if written in _COUNTS else written)
    return Number(match.start(), match.end("count"), value)


_TIMES = re.compile(
    rf"[^.;0-9]{{0,30}}?\b(?P<count>{'|'.join(_COUNTS)})(?:\s(?:to|or)\s\w+)?\s(?:times|tests|checks|fingersticks)\b"
)


def times_after(folded: str, start: int, end: int) -> Number | None:
    """How often is done what is named before ``start``, written in words: "tests her glucose four times a day"."""
    match = _TIMES.match(folded, start, end)
    if match is None or _BOUND_BEFORE.search(folded, start, match.start("count")):
        return None
    return Number(match.start("count"), match.end("count"), Decimal(_COUNTS.index(match["count"]) + 1))


_IN_BRACKETS = re.compile(r"[(\[]\s?([^()\[\]]+?)\s?[)\]]")
NEEDS_UNIT = frozenset({"kg", "cm", "h"})
"""Canonical units of measurements that are as often written in another unit, so that a bare number says nothing."""


def unit_in(words: str, units: Mapping[str, Decimal]) -> str | None:
    """A unit that words give in brackets, as in "Wt (kg)"."""
    written = (match.group(1).replace(" ", "") for match in _IN_BRACKETS.finditer(words))
    return next((unit for unit in written if unit in units), None)


def unit_of_name(words: str, units: Mapping[str, Decimal]) -> str | None:
    """The unit that a measurement's own name gives, as in "hours per attack"."""
    return next((word for word in words.split() if word in units), None)


def as_percent(value: Decimal, limits: tuple[Decimal, Decimal] | None) -> Decimal:
    """A fraction as the percentage that it must be, where it is too small for one: an EF of 0.30 is 30 %."""
    if limits is None or not 0 < value < 1 or value >= limits[0] or value * 100 < limits[0]:
        return value
    return value * 100


def converted(number: Decimal, unit: str | None, units: Mapping[str, Decimal]) -> Decimal | None:
    """A value in the canonical unit; None where the unit as written is not one of the concept's."""
    if unit is None:
        return number
    factor = units.get(unit)
    return None if factor is None else (number * factor).quantize(Decimal("0.1")) if factor != 1 else number
