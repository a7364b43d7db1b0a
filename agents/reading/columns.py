"""Which header cell stands over a cell of a row, and what a cross in a cell looks like."""

import re
from collections.abc import Sequence

from agents.reading.layout import Statement
from agents.reading.lines import Cell

CROSS = re.compile(r"(?:x|✓|✔|☒|☑|[\[(]\s?[x✓✔]\s?[\])])", re.IGNORECASE)
"""A cell that is marked, and says nothing else."""


def head_of(text: str, statement: Statement, index: int) -> Cell | None:
    """The header cell over a row's cell: the one that overlaps it, else the one of its place, else the nearest."""
    cell = statement.cells[index]
    if not statement.header:
        return None
    row = text[statement.start : statement.end]
    separated = "|" in row or "\t" in row
    same = len(statement.cells) == len(statement.header)
    if separated:
        return _head_by_separators(text, statement, index)
    shift = _line_start(text, statement.start) - _line_start(text, statement.header[0].start)
    has_stub = statement.cells[0].end - shift <= statement.header[0].start
    valued = statement.cells[1:] if has_stub else statement.cells
    if len(valued) == len(statement.header):
        under = [_head_over(statement.header, other, shift) for other in valued]
        if len(set(under)) < len(under):
            return statement.header[valued.index(cell)] if cell in valued else None
    over = _overlapping(statement.header, cell, shift)
    return over or (statement.header[index] if same else _head_over(statement.header, cell, shift))


def _overlapping(header: Sequence[Cell], cell: Cell, shift: int) -> Cell | None:
    left, right = cell.start - shift, cell.end - shift
    for head in header:
        if head.start < right and left < head.end:
            return head
    return None


def _head_over(header: Sequence[Cell], cell: Cell, shift: int) -> Cell:
    """The head that overlaps a cell, else the nearest. Two cells under one are not drawn in the header's columns.

    ``shift`` tells how far the row's line begins behind the header's.
    """
    over = _overlapping(header, cell, shift)
    return over or min(header, key=lambda head: abs(head.start - cell.start + shift))


def _head_by_separators(text: str, statement: Statement, index: int) -> Cell | None:
    """The header cell with as many bars or tabs before it, so that an empty cell moves no value to another column."""
    row, head = _separators(text, statement.end), _separators(text, statement.header[-1].end)
    if row[1] == head[1]:
        place = _separators(text, statement.cells[index].start)[0]
        return next((cell for cell in statement.header if _separators(text, cell.start)[0] == place), None)
    return statement.header[index] if len(statement.cells) == len(statement.header) else None


def _separators(text: str, offset: int) -> tuple[int, int]:
    """How many bars or tabs stand before an offset on its line, and how many on the line."""
    start = _line_start(text, offset)
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)].rstrip()
    return sum(text.count(sign, start, offset) for sign in "|\t"), sum(line.count(sign) for sign in "|\t")


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1
