"""A table that flows over the pages: cells side by side, rows one below the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, cast

from reportlab.platypus import Flowable

from orchestrator.documents.rendering import styles
from orchestrator.documents.rendering.lines import Lines

_TALLEST_ROW, _TALLEST_HEADER = 450.0, 150.0
"""In points: together they fit on a page. A header that is taller is not repeated."""
_Row = Sequence[Lines | None]


@dataclass(frozen=True, slots=True)
class Look:
    """The space around a cell's text, in points; ``lefts`` and ``rights`` by column, the last one for all that follow.

    ``ruled``: with a shaded header and a rule below each row.
    """

    above: float
    below: float
    lefts: Sequence[float]
    rights: Sequence[float]
    ruled: bool

    def inset(self, column: int) -> tuple[float, float]:
        """The space at the left and right of a column's text."""
        return self.lefts[min(column, len(self.lefts) - 1)], self.rights[min(column, len(self.rights) - 1)]


class Grid(Flowable):
    """Rows of cells. A ruled one has a header, which is repeated on each page unless it is too tall for that."""

    def __init__(self, rows: Sequence[Sequence[Lines]], widths: Sequence[float], look: Look) -> None:
        super().__init__()
        rooms = [width - sum(look.inset(column)) for column, width in enumerate(widths)]
        made = [part for row in rows for part in _parts(row, rooms)]
        heights = [_height(row, rooms) + look.above + look.below for row in made]
        self._set(widths, look, made, heights)

    def _set(self, widths: Sequence[float], look: Look, rows: Sequence[_Row], heights: Sequence[float]) -> None:
        self._widths, self._look, self._rows, self._heights = widths, look, rows, heights
        self.width, self.height = sum(widths), sum(heights)

    @property
    def least(self) -> float:
        """The height of the header and the first row: with less room there is nothing of the table on a page."""
        return sum(self._heights[:2])

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The size, which is given by the columns and what is in them."""
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:
        """The rows that fit into a height, and the others below the header; nothing where no row fits."""
        heads = int(self._look.ruled and self._heights[0] <= _TALLEST_HEADER)
        fitting, used = 0, 0.0
        while fitting < len(self._rows) and used + self._heights[fitting] <= aH:
            used += self._heights[fitting]
            fitting += 1
        if fitting <= heads or fitting == len(self._rows):
            return []
        return [self._part([*range(fitting)]), self._part([*range(heads), *range(fitting, len(self._rows))])]

    def _part(self, numbers: Sequence[int]) -> "Grid":
        part = Grid((), (), self._look)
        part._set(
            self._widths, self._look, [self._rows[one] for one in numbers], [self._heights[one] for one in numbers]
        )
        return part

    def draw(self) -> None:
        """Draws the rows."""
        top = self.height
        for number, (row, height) in enumerate(zip(self._rows, self._heights, strict=True)):
            if self._look.ruled:
                self._paint_rule(top, height, is_header=number == 0)
            self._paint_row(row, top - self._look.above)
            top -= height

    def _paint_row(self, row: _Row, top: float) -> None:
        left = 0.0
        for column, (cell, width) in enumerate(zip(row, self._widths, strict=True)):
            if cell is not None:
                cell.paint(self.canv, left + self._look.inset(column)[0], top - cell.height)
            left += width

    def _paint_rule(self, top: float, height: float, *, is_header: bool) -> None:
        canvas: Any = self.canv
        if is_header:
            canvas.setFillColor(styles.SHADE)
            canvas.rect(0, top - height, self.width, height, stroke=0, fill=1)
            canvas.setFillColor(styles.INK)
        canvas.setStrokeColor(styles.ACCENT if is_header else styles.RULE)
        canvas.setLineWidth(0.9 if is_header else 0.4)
        canvas.line(0, top - height, self.width, top - height)


def _height(row: _Row, rooms: Sequence[float]) -> float:
    return max(cell.wrap(room, 0)[1] for cell, room in zip(row, rooms, strict=True) if cell is not None)


def _parts(row: Sequence[Lines], rooms: Sequence[float]) -> Iterator[_Row]:
    """A row, or as many as it takes where a cell is longer than a page can hold."""
    return zip_longest(*(_cut(cell, room) for cell, room in zip(row, rooms, strict=True)))


def _cut(cell: Lines, room: float) -> Iterator[Lines]:
    """A cell in parts that each fit on a page."""
    while cell.wrap(room, _TALLEST_ROW)[1] > _TALLEST_ROW:
        part, cell = cast(Sequence[Lines], cell.split(room, _TALLEST_ROW))
        yield part
    yield cell
