"""The table of respiratory events of a sleep report, whose row of the index names no apneas::

                          Total    REM    Supine
    Time (min)            371.5    71.0   144
    Apneas (n)            107      31     67
    Hypopneas, 4% (n)     82       22     41
    Index (/h)            30.5     44.8   45.0

The index is that of apneas and hypopneas where the events above it, by the time above it, come to it; so what counts
arousals, limb movements or desaturations as well, or one part of the night, is never taken for it.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from agents.reading.columns import head_of
from agents.reading.indices import scores_by_another_definition
from agents.reading.layout import Statement
from agents.reading.measured import Measured
from agents.reading.page import Page
from agents.reading.settings import NO_CONDITIONS
from agents.reading.values import Number, numbers_in
from priorauth.facts import Computation
from priorauth.vocabulary import Concept

INDEX, EVENTS = "apnea_hypopnea_index", "apnea_hypopnea_events"
_INDEX_ROW = re.compile(r"(?:total |overall )?index(?:\s?\((?:events?\s?)?(?:/|per )\s?(?:h|hr|hour)\))?")
_TOTAL = re.compile(r"(?:total|overall|all|all night|tst|whole night|night)")
_TIME = re.compile(r"(?:total )?(?:sleep )?(?:time|tst|duration)(?:\s?\((?:tst)\))?\s?\((?:min|mins|minutes)\)")
_APNEAS = re.compile(r"(?:(?:total|obstructive|central|mixed) )?apneas?\b(?!.*hypopnea)")
_HYPOPNEAS = re.compile(r"hypopneas?\b")
_OTHER_RULE = re.compile(r"\b3\s?%|\barousal|\b1a\b")
_TOLERANCE = Decimal("0.02")
_MINUTES = 60


class _Row(NamedTuple):
    """A row of the table: its name and its number under the head of the whole night."""

    statement: Statement
    name: str
    number: Number


def sleep_tables(page: Page, concepts: Mapping[str, Concept]) -> Mapping[int, Sequence[Measured]]:
    """The index and the number of events that the rows of the index tell, by where each row begins."""
    if "index" not in page.folded or "hypopnea" not in page.folded or scores_by_another_definition(page.folded):
        return {}
    found: dict[int, Sequence[Measured]] = {}
    for place, statement in enumerate(page.statements):
        row = _row(page, statement) if statement.header else None
        if row is not None and _INDEX_ROW.fullmatch(row.name):
            found[statement.start] = _told(row, _rows_above(page, place), concepts)
    return found


def _rows_above(page: Page, place: int) -> Sequence[_Row]:
    """The rows of a table above one of its rows, the nearest first."""
    header = page.statements[place].header
    above = takewhile(lambda one: one.header == header, reversed(page.statements[:place]))
    return [row for row in (_row(page, one) for one in above) if row is not None]


def _row(page: Page, statement: Statement) -> _Row | None:
    """A row with its one number under "Total"."""
    for index, cell in enumerate(statement.cells[1:], start=1):
        head = head_of(page.text, statement, index)
        numbers = numbers_in(page.folded, *cell)
        if head and len(numbers) == 1 and _TOTAL.fullmatch(page.folded, *head):
            return _Row(statement, page.folded[slice(*statement.cells[0])].strip(" :"), numbers[0])
    return None


def _told(index: _Row, rows: Sequence[_Row], concepts: Mapping[str, Concept]) -> Sequence[Measured]:
    """The index, and the sum of the events where it comes to the index in the time that the table gives."""
    counted = [row for row in rows if _APNEAS.match(row.name) or _HYPOPNEAS.match(row.name)]
    minutes = [row.number.value for row in rows if _TIME.fullmatch(row.name)]
    both = any(_APNEAS.match(row.name) for row in counted) and any(_HYPOPNEAS.match(row.name) for row in counted)
    if not both or len(minutes) != 1 or not minutes[0] or any(_OTHER_RULE.search(row.name) for row in counted):
        return ()
    events = sum((row.number.value for row in counted), Decimal(0))
    rate = events * _MINUTES / minutes[0]
    if abs(rate - index.number.value) > max(rate * _TOLERANCE, Decimal("0.1")):
        return ()
    counts = " + ".join(f"{row.number.value:f}" for row in reversed(counted))
    computed = Computation(formula="sum of the apneas and hypopneas of the night", statement=f"{counts} = {events:f}.")
    return [
        _measured(concepts[INDEX], index, rows, index.number.value),
        _measured(concepts[EVENTS], index, rows, events)._replace(computed=computed),
    ]


def _measured(concept: Concept, index: _Row, rows: Sequence[_Row], value: Decimal) -> Measured:
    own = index.statement
    extra = tuple((row.statement.start, row.statement.end) for row in rows)
    clause = (own.start, own.end)
    return Measured(
        concept, index.number.start, index.number, value, None, NO_CONDITIONS, clause, True, False, extra=extra
    )
