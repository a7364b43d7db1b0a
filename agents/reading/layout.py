"""From a document's text to its statements: sentences, list items and table rows, each in its section.

A hard-wrapped sentence is one statement over several lines; a row of columns is one of its own and knows its header.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from agents.reading.headings import Place, headings
from agents.reading.lines import INLINE_HEADER, Cell, Line, answers, continues, lines_of
from agents.reading.namerows import is_dated, is_dated_head, names_columns, stands_over
from agents.reading.sections import Opening, Section, opens
from agents.reading.sentences import split_sentences

_PAIR = 2
_FIRST_HEAD = re.compile(r"(?:date|day|visit|level|drug|med|medication|agent|period|site|#)s?", re.IGNORECASE)
"""What stands over the first column of a table."""


class Statement(NamedTuple):
    """A sentence, list item or table row.

    ``block`` numbers the paragraph or item, ``cells`` are the columns of a row, ``header`` those of the row that
    names them, ``heading`` the line over the list that it is an item of.
    """

    start: int
    end: int
    section: Section
    name: str | None
    block: int
    cells: tuple[Cell, ...] = ()
    header: tuple[Cell, ...] = ()
    heading: Place | None = None


class _Place(NamedTuple):
    """The section that is open while a document is walked through."""

    section: Section = Section.OTHER
    name: str | None = None
    inline: bool = False


_SHORT_LIVED = frozenset(
    {Section.FAMILY, Section.ALLERGIES, Section.POLICY, Section.INSTRUCTIONS, Section.GOALS, Section.SIGNATURE}
)


def lay_out(text: str, reading: str) -> list[Statement]:
    """The statements of a document. ``reading`` is the text with forms blanked, as long as ``text``."""
    return list(_Walk(text, reading).statements())


class _Walk:
    """One pass over a document's lines."""

    def __init__(self, text: str, reading: str) -> None:
        self._text = text
        self._reading = reading
        self._place = _Place()
        self._block = 0
        self._header: tuple[Cell, ...] = ()
        self._last_row: Line | None = None
        self._lines = lines_of(text)
        self._headings = headings(self._lines)
        self._unlabelled = {head.start for head, row in pairwise(self._lines) if stands_over(head, row)}
        self._heading: Place | None = None

    def statements(self) -> Iterator[Statement]:
        """Every statement, in order."""
        paragraph: list[Line] = []
        for line in self._lines:
            if paragraph and not continues(paragraph[-1], line) and not answers(paragraph[-1], line):
                yield from self._flush(paragraph)
                paragraph = []
            if line.is_rule:
                self._header = self._last_row.cells if self._last_row else self._header
                continue
            if line.is_row:
                yield from self._row(line)
            else:
                self._header, self._last_row = (), None
                paragraph.append(line)
        yield from self._flush(paragraph)

    def _row(self, line: Line) -> Iterator[Statement]:
        if line.after_blank:
            self._header, self._last_row = (), None
        opened = self._open(line.opens, line.text, line.start, line.after_blank)
        self._heading = self._headings.get(line.start)
        self._block += 1
        unlabelled = line.start in self._unlabelled
        opens_table = (
            self._last_row is None or _opens_table(self._last_row, line) or is_dated_head(self._last_row, line)
        )
        names = unlabelled or (names_columns(line) and opens_table)
        header = () if opened and not names else self._header
        short = unlabelled or opened is not None or is_dated(line.text)
        if names and (len(line.cells) > 2 or short):
            self._header = line.cells
        self._last_row = line
        if header and header is not line.cells:
            yield self._statement(line.start, line.end, line.cells, header)
        else:
            yield from self._sentences(line.start, line.end, line.cells)

    def _flush(self, paragraph: Sequence[Line]) -> Iterator[Statement]:
        if not paragraph:
            return
        first = paragraph[0]
        self._heading = self._headings.get(first.start)
        self._block += 1
        opened = self._open(first.opens, first.text, first.start, first.after_blank)
        start = opened if opened is not None else first.start
        if start < paragraph[-1].end:
            yield from self._sentences(start, paragraph[-1].end)

    def _open(self, opened: Opening | None, line: str, start: int, after_blank: bool) -> int | None:
        """Open the section that a line begins with; the offset where its content begins, None where it opens none."""
        if opened is None:
            if after_blank and self._place.inline and self._place.section in _SHORT_LIVED:
                self._place = _Place()
            return None
        section, name, offset, known = opened
        if known or not self._is_nested(line):
            self._place = _Place(section, name, inline=offset < len(line))
        return start + (offset if known else 0)

    def _is_nested(self, line: str) -> bool:
        """A label in capitals inside a list of vitals or results names a value and ends nothing."""
        return self._place.section in (Section.VITALS, Section.RESULTS, Section.EXAM)

    def _statement(
        self, start: int, end: int, cells: tuple[Cell, ...] = (), header: tuple[Cell, ...] = ()
    ) -> Statement:
        place = self._place
        return Statement(start, end, place.section, place.name, self._block, cells, header, self._heading)

    def _sentences(self, start: int, end: int, cells: tuple[Cell, ...] = ()) -> Iterator[Statement]:
        for first, last in split_sentences(self._text, start, end, self._reading):
            opened = None
            if first != start and INLINE_HEADER.match(self._text, first, last):
                sentence = self._text[first:last]
                opened = self._open(opens(sentence), sentence, first, False)
            begin = opened if opened is not None else first
            while begin < last and self._text[begin].isspace():
                begin += 1
            if begin < last and self._reading[begin:last].strip():
                yield self._statement(begin, last, _inside(cells, begin, last))


def _opens_table(above: Line, line: Line) -> bool:
    """Whether names of columns stand deeper than the row above them, which so is none of their table."""
    first = line.text[: line.cells[0].end - line.start]
    return line.indent > above.indent and len(line.cells) > _PAIR and _FIRST_HEAD.fullmatch(first) is not None


def _inside(cells: tuple[Cell, ...], start: int, end: int) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if start <= cell.start and cell.end <= end) if cells else ()
