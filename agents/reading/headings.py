"""Which heading stands over a line: what a list says only once, above its items.

A heading is a short line that ends in a colon, stands in capitals, or has bullets or deeper indented lines directly
below it; or the key of a row in two columns whose value goes on below: "Failed    PT x 8 wks". It governs the items
below it, up to a blank line or a line that is none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

_LONGEST_HEADING = 80
_MOST_WORDS = 11
_COLON_ADDS = 20
"""How many signs longer a heading may be that ends in a colon."""
_LONGEST_ITEM = 70
_COLUMN_SLACK = 2


class Place(NamedTuple):
    """A heading: code points of the document's text."""

    start: int
    end: int


class Line(Protocol):
    """What is asked of a line."""

    @property
    def start(self) -> int:
        """Where its first visible sign stands."""
        ...

    @property
    def text(self) -> str:
        """The line without the blanks around it."""
        ...

    @property
    def cells(self) -> Sequence[tuple[int, int]]:
        """Its columns; one where it has none."""
        ...

    @property
    def indent(self) -> int:
        """How far it is indented."""
        ...

    @property
    def after_blank(self) -> bool:
        """Whether a blank line stands before it."""
        ...

    @property
    def is_rule(self) -> bool:
        """Whether it only separates."""
        ...

    @property
    def is_row(self) -> bool:
        """Whether it is a row of columns."""
        ...

    @property
    def is_item(self) -> bool:
        """Whether a bullet or number opens it."""
        ...


class _Open(NamedTuple):
    """A heading that is open, and where its items begin."""

    place: Place
    indent: int
    colon: bool
    column: int | None
    bulleted: bool | None


def headings(lines: Sequence[Line]) -> dict[int, Place]:
    """The heading over each line that has one, by the place where the line begins."""
    return dict(_headings(lines))


def _headings(lines: Sequence[Line]) -> Iterator[tuple[int, Place]]:
    opened: _Open | None = None
    for index, line in enumerate(lines):
        if opened is not None:
            opened = _goes_on(opened, line)
            if opened is not None:
                yield line.start, opened.place
        if opened is None or (line.text.endswith(":") and not line.is_row):
            follows = lines[index + 1] if index + 1 < len(lines) else None
            opened = _opened(line, follows) or opened


def _opened(line: Line, follows: Line | None) -> _Open | None:
    if line.is_rule or follows is None or follows.is_rule:
        return None
    introduces = line.text.endswith(":") and follows.indent > line.indent and not follows.after_blank
    if line.is_row and not (introduces or _is_bracketed(line)):
        return _opened_by_key(line, follows)
    text = line.text
    colon = text.endswith((":", "):"))
    below = follows.is_item or (follows.indent > line.indent and not follows.after_blank)
    if not (colon or below):
        return None
    words = sum(any(map(str.isalnum, word)) for word in text.split())
    longest = _LONGEST_HEADING + _COLON_ADDS * colon
    if len(text) > longest or words > _MOST_WORDS + colon * 3 or text.endswith((".", ",", ";")):
        return None
    if follows.after_blank and not (colon and follows.is_item):
        return None
    place = Place(line.start, line.start + len(text))
    return _Open(place, line.indent, colon, None, None)


def _is_bracketed(line: Line) -> bool:
    """Whether what looks like further columns only adds to a heading, in brackets: "CARE 9/9 - 11/11   (9 wks)"."""
    first = line.cells[0][1] - line.start
    return line.text[first:].strip().startswith("(") and line.text.endswith((")", "):"))


def _opened_by_key(line: Line, follows: Line) -> _Open | None:
    """The key of a row whose value goes on in the lines below it, in its own column."""
    if len(line.cells) < 2:
        return None
    column = line.indent + line.cells[1][0] - line.start
    if follows.after_blank or abs(follows.indent - column) > _COLUMN_SLACK:
        return None
    return _Open(Place(*line.cells[0]), line.indent, colon=False, column=column, bulleted=None)


def _goes_on(opened: _Open, line: Line) -> _Open | None:
    """The heading with a further item below it; None where the line ends it."""
    if line.is_rule:
        return None
    if opened.column is not None:
        stays = not line.after_blank and abs(line.indent - opened.column) <= _COLUMN_SLACK
        return opened if stays else None
    first = opened.bulleted is None
    bulleted = line.is_item if first else bool(opened.bulleted)
    if line.after_blank and not (first and line.is_item):
        return None
    deeper = line.indent > opened.indent
    if not (line.is_item or deeper):
        plain = opened.colon and not bulleted and len(line.text) <= _LONGEST_ITEM and ":" not in line.text
        if not plain:
            return None
    return opened._replace(bulleted=bulleted)


_CAPITALS = re.compile(r"[^a-z]*[A-Z]{3}[^a-z]*$")


def is_shouted(text: str) -> bool:
    """Whether a line stands in capitals."""
    return _CAPITALS.match(text) is not None
