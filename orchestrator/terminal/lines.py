"""What is written, as lines: a paragraph that wraps under its own beginning, and rows whose columns stand in line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rich.text import Text

_GAP = 2


def words(text: object, style: str = "") -> Text:
    """Text for the terminal, its spaces evened out. Control characters could steer it: they are shown, not sent."""
    evened = " ".join(str(text).split())
    return Text("".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in evened), style)


def label(text: object, style: str = "") -> Text:
    """A marker: the text and the space that divides it from what it marks."""
    return words(text, style) + Text(" ")


def shortened(text: str, most: int = 110) -> str:
    """The text, cut at a word where it is longer than ``most`` characters, with a sign that it was."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0].rstrip(' ,;:.')} …"


def joined(parts: Iterable[object], separator: str = " · ") -> Text:
    """The parts that say something, in one text."""
    texts = (part if isinstance(part, Text) else words(part) for part in parts if part)
    return Text(separator).join(texts)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. ``marker`` stands before its first line; further lines begin under the body's first character."""

    body: Text
    marker: Text = field(default_factory=Text)
    indent: int = 0

    def wrapped(self, width: int) -> Iterator[Text]:
        """The paragraph in lines of at most ``width`` cells; a word that is longer than that stays whole."""
        hang = self.indent + self.marker.cell_len
        first, *others = _wrap(self.body, max(width - hang, 20))
        yield _stripped(Text(" " * self.indent) + self.marker + first)
        for other in others:
            yield Text(" " * hang) + other

    def within(self, indent: int) -> "Line":
        """The same line, further in."""
        return Line(self.body, self.marker, self.indent + indent)


BLANK = Line(Text())


def plain(text: object, indent: int = 0, style: str = "") -> Line:
    """A paragraph without a marker."""
    return Line(words(text, style), indent=indent)


def rows(table: Sequence[Sequence[Text]], indent: int = 0) -> Iterator[Line]:
    """Rows in columns. The last column wraps, the others are as wide as their widest cell."""
    widths = [max(cell.cell_len for cell in column) for column in zip(*(row[:-1] for row in table), strict=True)]
    for row in table:
        marker = Text()
        for cell, width in zip(row[:-1], widths, strict=True):
            marker = marker + cell + Text(" " * (width - cell.cell_len + (_GAP if width else 0)))
        yield Line(row[-1], marker, indent)


def _wrap(body: Text, width: int) -> list[Text]:
    """Lines broken at spaces. A break falls on the last space that fits."""
    lines: list[Text] = []
    rest = body.copy()
    while rest.cell_len > width:
        at = _break(rest.plain, width)
        if at is None:
            break
        lines.append(_stripped(rest[:at]))
        rest = rest[at + 1 :]
    return [*lines, rest]


def _break(text: str, width: int) -> int | None:
    at = text.rfind(" ", 1, width + 1)
    at = at if at > 0 else text.find(" ", 1)
    return at if at > 0 else None


def _stripped(text: Text) -> Text:
    text.rstrip()
    return text
