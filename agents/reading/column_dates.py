"""The date of a value in a table: that of its column's head, as in "Eval 07/31", or of its row's first cell.

A month with its year is the days that it can mean. A day without a year is the last such day before the document.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence

from agents.reading.columns import head_of
from agents.reading.layout import Statement
from agents.reading.lines import Cell
from agents.reading.namerows import is_date
from agents.reading.page import Page
from agents.reading.timing import Timing

_SHORT = re.compile(r"\b([01]?[0-9])/([0-3]?[0-9])\b(?!/)")
_CENTURY = 100


def column_timing(page: Page, statement: Statement, cell: Cell) -> Timing | None:
    """The day, or the days, that the table gives to a cell's value; None where it tells none."""
    head = head_of(page.text, statement, statement.cells.index(cell))
    found = _timing(page, head, statement.header) if head is not None else None
    first = statement.cells[0]
    if found is not None or not is_date(page.text[first.start : first.end]):
        return found
    return _timing(page, first, [row.cells[0] for row in _rows_beside(page, statement)])


def _rows_beside(page: Page, statement: Statement) -> Sequence[Statement]:
    """A row of a table, with the one before it and the one after."""
    at = bisect_left(page.statements, statement.start, key=lambda other: other.start)
    near = page.statements[max(0, at - 1) : at + 2]
    return [row for row in near if row.cells and row.header == statement.header]


def _timing(page: Page, cell: Cell, beside: Sequence[Cell]) -> Timing | None:
    found = page.dates_within(cell.start, cell.end)
    full = [when.date for when in found if when.date]
    if full:
        return Timing(full[0])
    if found and found[0].between:
        return Timing(None, between=found[0].between)
    short = _SHORT.search(page.folded, cell.start, cell.end)
    anchor = page.document.date
    if short is None or anchor is None or _are_months(page, anchor, beside):
        return None
    date = _last(anchor, int(short.group(1)), int(short.group(2)))
    return Timing(date) if date else None


def _are_months(page: Page, anchor: dt.date, cells: Sequence[Cell]) -> bool:
    """Whether the second figures of all the short dates beside each other may be years: "11/25   2/26   5/26"."""
    shorts = [short for cell in cells for short in _SHORT.finditer(page.folded, cell.start, cell.end)]
    years = {anchor.year % _CENTURY, (anchor.year - 1) % _CENTURY}
    return len(shorts) > 1 and all(int(short.group(2)) in years for short in shorts)


def _last(anchor: dt.date, month: int, day: int) -> dt.date | None:
    """The last such day up to ``anchor``; None where there is none."""
    try:
        date = anchor.replace(month=month, day=day)
        return date if date <= anchor else date.replace(year=anchor.year - 1)
    except ValueError:
        return None
