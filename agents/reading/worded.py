"""Measured values that are written in words, as dictated: "EF twenty-seven percent", "BMI thirty-eight point two".

A small number alone ("two", "eight") counts things far more often than it measures: it is a value only before its unit
or its scale ("eight out of ten"), or with a decimal.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from agents.reading.tables import phrases

_ONES = phrases("zero|one|two|three|four|five|six|seven|eight|nine")
_TEENS = phrases("ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen")
_TENS = phrases("twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety")
_FIGURES = {word: n for n, word in enumerate((*_ONES, *_TEENS))} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_ONE = "|".join(_ONES)
WORDED_START = re.compile(
    r"[efnostz](?<!\w.)(?:(?<=z)ero|(?<=o)ne|(?<=t)[ewhi]|(?<=f)[oi]|(?<=s)[ie]|(?<=e)(?:ig|le)|(?<=n)in)"
)
_WORDED = re.compile(
    rf"(?:(?P<hundred>one\shundred)(?:\s(?:and\s)?)?)?(?:(?P<tens>{'|'.join(_TENS)})(?:[\s-](?P<ones>{_ONE}))?"
    rf"|(?P<small>{'|'.join(sorted((*_ONES, *_TEENS), key=len, reverse=True))}))?"
    rf"(?:\spoint\s(?P<decimal>{_ONE}))?\b"
    r"(?:\s(?P<unit>percent|%|(?:events\s)?per\shour|kilos|kilograms|kg|centimeters|cm|millimeters\sof\smercury|mmhg)"
    r"|\s(?P<scale>out\sof|of)\s(?:ten|10)(?!\s[a-z]+s\b))?(?![\w/-])"
)
_UNITS = {
    "percent": "%",
    "%": "%",
    "events per hour": "/h",
    "per hour": "/h",
    "kilos": "kg",
    "kilograms": "kg",
    "kg": "kg",
    "centimeters": "cm",
    "cm": "cm",
    "millimeters of mercury": "mmhg",
    "mmhg": "mmhg",
}
_COUNTS_FURTHER = re.compile(
    r"\s?-?\s?(?:years?|yrs?|y/?o|months?|weeks?|wks?|days?|hours?|hrs?|minutes?|min|mg|mcg|milligrams|units|pounds|lbs?"
    r"|visits|sessions|treatments|times|feet|ft|steps|stairs|blocks|pack|packs|pills|tablets|puffs|degrees|miles|meters|mm"
    r"|liters?|litres?|lpm|bpm|episodes|injections|levels|doses|to\s|or\s)"
)
"""What a number in words counts, which no measurement's value is followed by."""


class Worded(NamedTuple):
    """Where a number stands, what it comes to, its unit and its scale."""

    start: int
    end: int
    value: Decimal
    unit: str | None
    scale: int | None


def worded_numbers(folded: str, start: int, end: int) -> Iterator[Worded]:
    """The numbers in words of a stretch that may be values, in order."""
    at = start
    for opens in WORDED_START.finditer(folded, start, end):
        match = _WORDED.match(folded, opens.start(), end) if opens.start() >= at else None
        if match is None or match.end() == match.start() or not _measures(match):
            continue
        at = match.end()
        yield Worded(match.start(), at, _value(match), _UNITS.get(match["unit"] or ""), 10 if match["scale"] else None)


def _measures(match: re.Match[str]) -> bool:
    """Whether a number in words is a measured value: with its unit or scale, a decimal, or of two figures."""
    if match["tens"] is None and match["small"] is None and match["hundred"] is None:
        return False
    if match["unit"] or match["scale"] or match["decimal"]:
        return True
    return match["tens"] is not None and _COUNTS_FURTHER.match(match.string, match.end()) is None


def _value(match: re.Match[str]) -> Decimal:
    whole = 100 if match["hundred"] else 0
    whole += sum(_FIGURES[match[part]] for part in ("tens", "ones", "small") if match[part])
    return Decimal(whole) + (Decimal(_FIGURES[match["decimal"]]) / 10 if match["decimal"] else 0)
