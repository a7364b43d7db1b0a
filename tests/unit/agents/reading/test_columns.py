"""Which head of a table stands over which cell."""

import re

import pytest

from agents.reading.columns import head_of
from agents.reading.layout import Statement
from agents.reading.lines import Cell
from agents.reading.sections import Section


def _row(text: str) -> Statement:
    header, row = text.split("\n")
    cells = [[Cell(*found.span()) for found in re.finditer(r"\S+(?: \S+)*", line)] for line in (header, row)]
    below = tuple(Cell(start + len(header) + 1, end + len(header) + 1) for start, end in cells[1])
    return Statement(below[0].start, below[-1].end, Section.OTHER, None, 0, below, tuple(cells[0]))


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("       5/12     8/4     9/30\nBMI    43.2     43.0    42.5", ["5/12", "8/4", "9/30"]),
        ("               5/12/26     8/4/26     9/30/26\nBMI    43.2    43.0   42.5", ["5/12/26", "8/4/26", "9/30/26"]),
        ("       5/12     8/4     9/30\nLVEF   30               28", ["5/12", "9/30"]),
        ("Test     Now     Then\nBMI  43  42", ["Now", "Then"]),
    ],
)
def test_the_heads_of_a_row(text: str, heads: list[str]) -> None:
    row = _row(text)
    found = [head_of(text, row, index) for index in range(1, len(row.cells))]
    assert [text[slice(*head)] if head else None for head in found] == heads


def test_a_row_without_a_header_has_no_heads() -> None:
    row = _row("a  b\nc  d")._replace(header=())
    assert head_of("a  b\nc  d", row, 0) is None
