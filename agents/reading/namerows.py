"""Which rows name the columns of the rows below them: no values and no sentences, only words, dates and stages."""

import re
from collections.abc import Sequence
from itertools import pairwise

from agents.reading.headings import Line
from agents.reading.text import has_digit

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = (
    r"(?<![\w/])(?:[01]?[0-9]/[0-3]?[0-9](?:/[0-9]{2,4})?|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]"
    rf"|{_MONTH}[ -](?:[0-3]?[0-9],? )?(?:19|20)[0-9]{{2}}|[01]?[0-9]/(?:19|20)[0-9]{{2}})(?![\w/])"
)
_DATED = re.compile(_DATE, re.IGNORECASE)
_DAY = re.compile(rf"\W*{_DATE}\W*", re.IGNORECASE)
_STAGE = re.compile(
    r"(?:week|wk|month|mo|day|visit|year|yr)s? ?#?[0-9]{1,3}|[0-9]{1,2} (?:wk|week|mo|month)s?", re.IGNORECASE
)
_FLOW = re.compile(r"[0-9]+ ?(?:L|LPM|lpm)\b(?:/min)?")
_NAME_WITH_DIGITS = re.compile(r"[A-Za-z]+[0-9]+[a-z]?\b|\([^()]*\)|[A-Za-z]+/[a-z]+")
_LONGEST_NAME = 6
"""Words that the name of a column has at most."""
_FEWEST_LEVELS = 3
_MOST_OF_A_TITLE = 2
_FEWEST_DATES = 2
_SCORED = re.compile(
    r"(?=.*\b(?:was|were|today|now|usual|average|avg|worst)\b).*\b(?:pain|nrs|nprs|vas)\W{1,6}[0-9]{1,2}/10\b", re.I
)
"""A score of pain with when or how it was: "NRS  8/10  today" names no day of August."""
_REPORTED = re.compile(r"results?|values?|findings?")
"""The head of a laboratory's one column of results: its rows are read by their own names."""


def is_dated(words: str) -> bool:
    """Whether a date stands in some words, with or without its year, or a month with its year."""
    return _DATED.search(words) is not None


def is_date(words: str) -> bool:
    """Whether some words are a date and nothing else."""
    return _DAY.fullmatch(words) is not None


def names_columns(row: Line) -> bool:
    """Whether a row may name columns: no values and no sentences, only words, dates and names such as "SpO2"."""
    names = [row.text[first - row.start : last - row.start] for first, last in row.cells]
    if any(len(name.split()) > _LONGEST_NAME for name in names) or _SCORED.match(row.text):
        return False
    if not has_digit(row.text):
        return True
    if _levels(names[1:]):
        return True
    return not any(has_digit(_without_known(name)) for name in names if not _STAGE.fullmatch(name))


def _levels(names: Sequence[str]) -> bool:
    """Whether names are the levels of a scale, one by one: "1   2   3   4"."""
    if len(names) < _FEWEST_LEVELS or not all(len(name) == 1 and name in "012345" for name in names):
        return False
    return all(int(one) + 1 == int(other) for one, other in pairwise(names))


def _without_known(name: str) -> str:
    """A name without the figures that names of columns have."""
    for known in (_DATED, _FLOW, _NAME_WITH_DIGITS):
        name = known.sub(" ", name)
    return name


def is_dated_head(title: Line, row: Line) -> bool:
    """Whether a row below a title of one or two parts names columns by at least two dates."""
    names = [row.text[first - row.start : last - row.start] for first, last in row.cells]
    return len(title.cells) <= _MOST_OF_A_TITLE < len(names) and sum(map(is_date, names)) >= _FEWEST_DATES


def stands_over(head: Line, row: Line) -> bool:
    """Whether a row of names stands over the columns of the next row, whose first column has none."""
    if not (head.is_row and row.is_row) or row.after_blank or len(row.cells) < 2:
        return False
    if len(head.cells) != 2 and len(row.cells) != len(head.cells) + 1:
        return False
    if _REPORTED.match(head.text.strip().lower()):
        return False
    return head.indent > row.indent + row.cells[0][1] - row.start and names_columns(head)
