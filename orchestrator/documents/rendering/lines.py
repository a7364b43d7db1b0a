"""A paragraph that flows over the pages.

reportlab's own paragraph reads markup, which is no use for text that is plain by rule, and does so for every cell of
every table: most of the time of a document went there.
"""

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from orchestrator.documents.rendering import styles
from orchestrator.documents.rendering.line_breaking import Line, Piece, broken, joined
from orchestrator.documents.rendering.line_order import seen
from orchestrator.documents.rendering.typefaces import Face, width_of

_FEWEST_LINES = 2
"""So many lines stay at the foot of a page, or none."""
_BAR = 3.0
_BEFORE_TEXT = 2.0
_BELOW_LINE = 0.22
"""How far letters reach below the line they stand on, as a share of their size."""


class Lines(Flowable):
    """A paragraph. Its style may have ``backColor``, and ``bar``: the colour of a rule at the left."""

    def __init__(self, pieces: Sequence[Piece], style: ParagraphStyle, mark: str = "") -> None:
        super().__init__()
        self.style: Any = style
        self._pieces, self._mark = joined(pieces), mark
        self._lines: Sequence[Line] = ()
        self._broken_for: float | None = None

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Breaks the lines, once for a width: it is asked for again with every page that a table goes over."""
        if self._broken_for != aW:
            room = aW - self.style.leftIndent - self.style.rightIndent
            self._lines = broken(self._pieces, self.style.fontSize, room)
            self._broken_for = aW
        self.width, self.height = aW, len(self._lines) * self.style.leading
        return aW, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:
        """What fits into a height, and what does not; nothing where too few lines fit."""
        self.wrap(aW, aH)
        fitting = int(aH / self.style.leading)
        if fitting < _FEWEST_LINES or fitting >= len(self._lines):
            return []
        return [self._part(slice(0, fitting), self._mark), self._part(slice(fitting, None), "")]

    def _part(self, lines: slice, mark: str) -> "Lines":
        part = Lines(self._pieces, self.style, mark)
        part._lines, part._broken_for = self._lines[lines], self._broken_for
        part.wrap(self.width, 0)
        return part

    def draw(self) -> None:
        """Draws the paragraph where it was put."""
        self.paint(self.canv, 0, 0)

    def paint(self, canvas: Any, left: float, bottom: float) -> None:
        """Draws the lines as they are seen."""
        style = self.style
        if style.backColor is not None:
            self._paint_box(canvas, left, bottom)
        start = left + style.leftIndent
        pen = _Pen(canvas, style, start, bottom + self.height - style.fontSize)
        if self._mark:
            aside = min(style.bulletIndent, style.leftIndent - _BEFORE_TEXT - _width(self._mark, style))
            pen.mark(self._mark, aside - style.leftIndent)
        for line in self._lines:
            pen.line(seen(line))
        canvas.drawText(pen.ended())

    def _paint_box(self, canvas: Any, left: float, bottom: float) -> None:
        style, padding = self.style, self.style.borderPadding
        low, high = bottom - padding, self.height + 2 * padding
        begin, wide = left + style.leftIndent - padding, self.width - style.leftIndent - style.rightIndent + 2 * padding
        canvas.saveState()
        canvas.setFillColor(style.backColor)
        canvas.rect(begin, low, wide, high, stroke=0, fill=1)
        canvas.setFillColor(style.bar)
        canvas.rect(begin - _BAR, low, _BAR, high, stroke=0, fill=1)
        canvas.restoreState()


class _Pen:
    """What writes the lines of a paragraph, and changes its face and colour only where they change.

    It finds ink, the colour of a page's text, and leaves it.
    """

    def __init__(self, canvas: Any, style: Any, left: float, top: float) -> None:
        self._canvas, self._style, self._left = canvas, style, left
        self.text = canvas.beginText(left, top)
        self._face: Face | None = None
        self._colour: Any = styles.INK

    def mark(self, mark: str, aside: float) -> None:
        """Writes the mark of a list's item beside the first line."""
        self._take(Face.REGULAR, self._style.textColor)
        self.text.moveCursor(aside, 0)
        self.text.textOut(mark)
        self.text.moveCursor(-aside, 0)

    def line(self, line: Line) -> None:
        """Writes a line and goes to the next."""
        left = self._left
        for piece in line[:-1]:
            left = self._write(piece, left, self.text.textOut)
        self._write(line[-1], left, self.text.textLine)

    def ended(self) -> Any:
        """The text, to be drawn."""
        self._take(self._face, styles.INK)
        return self.text

    def _write(self, piece: Piece, left: float, write: Callable[[str], None]) -> float:
        """Writes a piece; returns where it ends."""
        self._take(piece.face, piece.colour)
        right = left + width_of(piece.text, piece.face) * self._style.fontSize
        if piece.link:
            self._link(piece.link, left, right)
        write(piece.text)
        return right

    def _take(self, face: Face | None, colour: Any) -> None:
        if face is not None and face is not self._face:
            self._face = face
            self.text.setFont(face.value, self._style.fontSize, self._style.leading)
        if colour is not self._colour:
            self._colour = colour
            self.text.setFillColor(colour)

    def _link(self, address: str, left: float, right: float) -> None:
        low = self.text.getY() - _BELOW_LINE * self._style.fontSize
        self._canvas.linkURL(address, (left, low, right, low + self._style.leading), relative=1)


def _width(text: str, style: Any) -> float:
    return width_of(text, Face.REGULAR) * style.fontSize
