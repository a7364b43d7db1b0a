"""Lengths of time as clinicians write them: "x 6 wks", "six weeks", "a year and a half", "since March".

A length is read as the least that the words vouch for: of "6 to 8 weeks" the 6, since a month the time from its last
day. Words that promise less than they name ("nearly", "up to", "less than") and words without a number ("several
weeks") give no length, and neither do appointments, ages and what is still to come.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from agents.reading.dates import When
from agents.reading.tables import phrases
from agents.reading.text import matches_at

_TEENS = phrases(
    """
    zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen
    seventeen|eighteen|nineteen
    """
)
_TENS = phrases("twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety")
_COUNTING = {word: n for n, word in enumerate(_TEENS)} | {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_WORD = rf"(?:{'|'.join(_TENS)})(?:[\s-](?:{_ONES}))?|{'|'.join(sorted(_TEENS, key=len, reverse=True))}"
_DAYS = {"d": 1, "day": 1, "w": 7, "wk": 7, "week": 7, "mo": 30, "month": 30, "y": 365, "yr": 365, "year": 365}
_HALF = r"[\s-]and[\s-](?:a|one)[\s-]half"
_FIGURE_START = re.compile(r"[0-9](?:(?<![\w./].)|(?<=\bx.))(?=[0-9.½\s-]|[adefhimnorstuwy])")
_BEFORE_WORD = re.compile(
    r"[^\w./]x?(?=[aefhnost](?:(?<=a)n?\s|(?<=e)(?:igh|lev)|(?<=f)(?:our|i[fv]|ort)|(?<=h)alf|(?<=n)in|(?<=o)ne"
    r"|(?<=s)(?:ix|ev)|(?<=t)(?:w|hre|en|hir|he\s[pl])))"
)
"""What stands before the word that a length begins with."""
_LENGTH = re.compile(
    rf"(?:(?P<half>(?:a\s)?half\s(?:an?\s)?)(?=year|yr|month|mo\b)"
    rf"|(?P<n>[0-9]{{1,3}}(?:\.[0-9])?|{_WORD}|an?(?=\s)|the\s(?:past|last)(?=\s(?:week|month|year)\b))(?P<extra>\s?½|[\s-]1/2|{_HALF})?)"
    r"(?:\s?(?:-|to)\s?[0-9]{1,3}|\sto\s(?:two|three|four|five|six|seven|eight|nine|ten|twelve))?"
    r"[\s-]?(?:(?:consecutive|full|straight|continuous|whole|solid)\s)?"
    rf"(?P<unit>day|d|week|wk|w|month|mo|year|yr|y)s?\b(?P<more>{_HALF})?"
    r"(?!\.?[\s-](?:ago|old|pre|post\w*|apart|out|from now|short of|s/p|of relief|relief|each|supply|follow|f/u|recheck"
    r"|visit|check|appointment|refill|script|prescription|mark|gestation|pregnant|interval)\b)(?!\s?/)"
    r"(?!\s(?:or (?:less|fewer|under|shorter)|at (?:the )?most|max(?:imum)?)\b)"
)
_AGE = re.compile(r"\s?(?:m|f|male|female|man|woman|lady|gentleman|patient|pt|wm|wf|bm|bf)\b")
_NOT_LENGTH = re.compile(
    r"(?:\bin|\bevery|\bq|\bwithin|\bper|\brtc|f/u|follow up|\brecheck|\bnext|/|\bfor the next|\bx?[0-9]\s?x\s?/"
    rf"|\bage|\bby|-day of|(?:[0-9]|\b(?:{_ONES}|ten|half|part|out))\s?(?:of|/)(?: an?| the)?|\brisk at"
    r"|\b(?:in|within|during) (?:the |his |her )?(?:past|last|prior|preceding|previous|first)"
    r"|\b(?:less|fewer|shorter|no more|no longer) than|\b(?:under|nearly|almost|up to|at most|close to|approaching)"
    r"|\bnot (?:quite|even|yet)|\b(?:short|shy) of|\bmax(?:imum)?(?: of)?|[<≤]=?"
    r"|\b(?:planned|prescribed|recommended|scheduled|ordered|remaining|upcoming|coming|another))(?: a| the)?\s?$"
)
_AFTER = re.compile(
    r"(?:^|[.;:,(]\s?|\b(?:relief|improve\w*|benefit|helped|response|persist\w*|unchanged|worse\w*|fail\w*|continues?"
    r"|pain\w*|symptom\w*)\s)(?:even\s)?after(?:\s(?:over|about|at least|more than|completing|an?))?\s?$"
)
_POINT = re.compile(r"\s(?:prior|before|earlier|later|after)\b")
_COURSE = re.compile(r"(?:\b(?:for|completed|lasted|did|over|of|about|least|than)|\bx)\s?$")
_ARTICLE = re.compile(
    r"\b(?:for|lasted|lasting|took|tried|did|completed|least|longer than|more than|well over)\s(?:over |about )?$"
)
"""What stands before "a month" where it tells how long, and not how often."""
SEASON = r"(?:(?:the\s)?(?:(?:early|late)\s)?(?:spring|summer|fall|autumn)\s(?:of\s)?)?"
"""A season that may stand before its year: the year is read, up to its last day. A winter ends in the next one."""
_SINCE = re.compile(rf"\bsince\s{{1,4}}(?:(?:early|mid|late|about|around|approximately)[\s-])?{SEASON}$")
_TO_NOW = re.compile(r"\s{0,4}(?:-|to|through|thru|until|till)\s{0,4}(?:now|present|current(?:ly)?|today)\b")
_TO = re.compile(r",?\s{0,3}(?:\b(?:to|through|thru|until|till)\b|-)\s{0,3}")
_ARTICLES = ("a", "an", "the past", "the last")
_BEFORE = 30


class Length(NamedTuple):
    """A length of time in a text, in days (a month is 30, a year 365)."""

    start: int
    end: int
    days: int


def lengths_in(folded: str, anchor: dt.date | None, dates: Sequence[When]) -> list[Length]:
    """The lengths of time that a text states, stretches between two of its ``dates`` included; appointments are none.

    What goes on since a date lasts up to ``anchor``, the document's date.
    """
    written = matches_at(_LENGTH, folded, _starts(folded))
    found = [Length(m.start(), m.end(), _days(m)) for m in written if _is_length(folded, m)]
    found += _between(folded, dates)
    if anchor is not None:
        found += _since(folded, anchor, dates)
    return sorted(found, key=lambda length: length.start)


def _starts(folded: str) -> list[int]:
    """Where a length can begin: at some figures and words, and at the text's first sign."""
    figures = (match.start() for match in _FIGURE_START.finditer(folded))
    words = (match.end() for match in _BEFORE_WORD.finditer(folded))
    return sorted((0, *figures, *words))


def _is_length(folded: str, match: re.Match[str]) -> bool:
    """Whether the words around vouch for the length: no age, no appointment, no point in time, nothing less."""
    before = folded[max(0, match.start() - _BEFORE) : match.start()]
    if match["n"] in _ARTICLES and (match["unit"] in ("d", "day") or not _ARTICLE.search(before)):
        return False
    if match["unit"] in ("y", "yr", "year") and _AGE.match(folded, match.end()):
        return False
    if _POINT.match(folded, match.end()) and not _COURSE.search(before):
        return False
    if before.rstrip().endswith("after") or " after " in before[-16:]:
        return folded.startswith(" of ", match.end()) and _AFTER.search(before) is not None
    return _NOT_LENGTH.search(before) is None


def _days(match: re.Match[str]) -> int:
    """The days of a length, a half of its unit added where it is named; part of a day does not count."""
    written, halves = match["n"], (match["half"], match["extra"], match["more"])
    number = sum(0.5 for half in halves if half)
    if written is not None:
        number += float(written) if written[0].isdigit() else _figure(written)
    return int(number * _DAYS[match["unit"]])


def _figure(words: str) -> int:
    """What a number in words comes to: "twenty-four" is 24, "a" and "the past" are 1."""
    return 1 if words in _ARTICLES else sum(_COUNTING[word] for word in words.replace("-", " ").split())


def _between(folded: str, dates: Sequence[When]) -> Iterator[Length]:
    """The stretches that are written as one, and those from one whole date to the next: "2025-08-04 - 2026-06-29"."""
    yield from (Length(when.start, when.end, when.lasting) for when in dates if when.lasting)
    for first, last in pairwise(dates):
        if first.date and last.date and first.date < last.date and _TO.fullmatch(folded, first.end, last.start):
            yield Length(first.start, last.end, (last.date - first.date).days)


def _since(folded: str, anchor: dt.date, dates: Sequence[When]) -> Iterator[Length]:
    """What has gone on since a day, or from it until now; the shortest reading of a date without a day."""
    for when in dates:
        days = days_since(when, anchor)
        since = _SINCE.search(folded, max(0, when.start - _BEFORE), when.start)
        until_now = _TO_NOW.match(folded, when.end)
        if days is not None and (since is not None or until_now is not None):
            yield Length(since.start() if since else when.start, until_now.end() if until_now else when.end, days)


def days_since(when: When, anchor: dt.date) -> int | None:
    """The days from a date, or from the last day that it can mean, to the anchor; None where that lies ahead."""
    begun = when.date or (when.between[1] if when.between else None)
    return (anchor - begun).days if begun is not None and when.lasting is None and begun < anchor else None
