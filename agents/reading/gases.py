"""Arterial blood gases written as one row of figures: "7.38/48/53/27" is pH, pCO2, pO2 and bicarbonate.

Such a row is read where the text calls it arterial ("ABG", "arterial") and its figures lie where a living adult's can.
Where nothing names it, it may be venous: it is read only if all four figures are there and fit each other (the
Henderson-Hasselbalch equation), and is doubted. A row that is called venous or capillary is no arterial gas.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from agents.reading.assertion import Scopes
from agents.reading.clauses import conditions_of, cut
from agents.reading.cues import Kind
from agents.reading.layout import Statement
from agents.reading.measured import Measured
from agents.reading.page import Page
from agents.reading.text import matches_at
from agents.reading.values import Number
from priorauth.facts import Conditions
from priorauth.vocabulary import Concept

_ROW = re.compile(
    r"(?<![\w./])(?P<ph>[67]\.[0-9]{1,2})\s?/\s?(?P<co2>[0-9]{2,3})\s?/\s?(?P<o2>[0-9]{2,3})"
    r"(?:\s?/\s?(?P<hco3>[0-9]{1,2}(?:\.[0-9])?))?(?![\w.]*[0-9])"
)
_ROW_START = re.compile(r"[67]\.[0-9]{1,2}\s?/")
_ARTERIAL = re.compile(r"\b(?:abgs?|arterial|art gas|a-line|art line)\b")
_NOT_ARTERIAL = re.compile(r"\b(?:vbgs?|venous|capillary|cbg|mixed)\b")
_NEAR, _LINE = 120, 400
_MOST_ROWS = 100
_PH_TOLERANCE = 0.1
_MEASURED = ("arterial_carbon_dioxide_partial_pressure", "arterial_oxygen_partial_pressure")
_VOID = frozenset({Kind.MUTE, Kind.FAMILY, Kind.HYPOTHETICAL, Kind.NEGATED, Kind.FUTURE})
DOUBT = "The record does not say whether this blood gas is arterial."


@dataclass(frozen=True)
class GasRow:
    """A row of figures, with the offsets of the two pressures; ``is_arterial`` where the text says so."""

    start: int
    end: int
    pressures: tuple[tuple[int, int, Decimal], tuple[int, int, Decimal]]
    is_arterial: bool


def gas_rows(folded: str) -> Sequence[GasRow]:
    """The blood gases of a text that are written as one row."""
    starts = (match.start() for match in _ROW_START.finditer(folded))
    return [row for match in matches_at(_ROW, folded, starts) if (row := _row(folded, match)) is not None]


def _row(folded: str, match: re.Match[str]) -> GasRow | None:
    line = folded.rfind("\n", max(0, match.start() - _LINE), match.start()) + 1
    near = folded[max(0, min(match.start() - _NEAR, max(line, match.start() - _LINE))) : match.start()]
    after = folded[match.end() : match.end() + 20]
    arterial = [found.start() for found in _ARTERIAL.finditer(near)]
    other = [found.start() for found in _NOT_ARTERIAL.finditer(near)]
    if not _is_possible(match) or _NOT_ARTERIAL.search(after) or max(other, default=-1) > max(arterial, default=-1):
        return None
    is_arterial = bool(arterial) or _ARTERIAL.search(after) is not None
    if not is_arterial and not _fit(match):
        return None
    carbon_dioxide, oxygen = ((*match.span(name), Decimal(match[name])) for name in ("co2", "o2"))
    return GasRow(match.start(), match.end(), (carbon_dioxide, oxygen), is_arterial)


def _is_possible(match: re.Match[str]) -> bool:
    """Whether every figure lies where a living adult's can (pressures in mmHg, bicarbonate in mmol/L)."""
    bicarbonate = match["hco3"]
    return (
        6.8 <= float(match["ph"]) <= 7.8
        and 15 <= int(match["co2"]) <= 130
        and 25 <= int(match["o2"]) <= 600
        and (bicarbonate is None or (4 <= float(bicarbonate) <= 60 and _fit(match)))
    )


def _fit(match: re.Match[str]) -> bool:
    """Whether pH, pCO2 and bicarbonate are those of one sample: pH = 6.1 + log10(HCO3 / (0.0307 x pCO2))."""
    if match["hco3"] is None:
        return False
    computed = 6.1 + math.log10(float(match["hco3"]) / (0.0307 * int(match["co2"])))
    return abs(computed - float(match["ph"])) <= _PH_TOLERANCE


def read_gases(
    page: Page, statement: Statement, scopes: Scopes, rows: Sequence[GasRow], concepts: Mapping[str, Concept]
) -> Iterator[tuple[Measured, str | None]]:
    """The two pressures of each row of a statement, each with the doubt that lies on it."""
    first = bisect_left(rows, statement.start, key=lambda row: row.start)
    inside = list(takewhile(lambda row: row.end <= statement.end, rows[first : first + _MOST_ROWS]))
    stretches = [(row.start, row.end) for row in inside]
    clauses = cut(page, statement.start, statement.end, stretches)
    for row, stretch, clause in zip(inside, stretches, clauses, strict=False):
        if scopes.kinds_over(row.start, row.start + 1) & _VOID:
            continue
        own = conditions_of(page, clause, stretch)
        conditions = own or Conditions()
        for name, (start, end, value) in zip(_MEASURED, row.pressures, strict=True):
            number = Number(start, end, value, unit="mmhg")
            past = Kind.PAST in scopes.kinds_over(row.start, row.start + 1)
            measured = Measured(
                concepts[name], start, number, value, None, conditions, clause, True, past, contested=own is None
            )
            yield measured, None if row.is_arterial else DOUBT
