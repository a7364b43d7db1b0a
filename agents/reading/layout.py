"""From a document's text to its statements: sentences, list items and table rows, each in its section.

A hard-wrapped sentence is one statement over several lines; a row of columns is one of its own and knows its header.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from agents.reading.headings import Place, headings
from agents.reading.namerows import is_dated, is_dated_head, names_columns, stands_over
from agents.reading.questions import is_answer
from agents.reading.sections import Opening, Section, opens
from agents.reading.sentences import split_sentences

_GAP = re.compile(r"(?<![.!?\s])(?<!\.\")\s{2,}(?=\S)|(?<=\?)\s{4,}(?=\S)|\s*\|\s*|\s*\t\s*")
_WIDE = re.compile(r"[\s|](?:\s|(?<=[|\t]))")
"""What every gap between columns holds; far quicker to look for."""
_PAIR = 2
_FIRST_HEAD = re.compile(r"(?:date|day|visit|level|drug|med|medication|agent|period|site|#)s?", re.IGNORECASE)
"""What stands over the first column of a table."""
_RULE = re.compile(r"[\s\-=_*~+|:.]*$")
_BULLET = re.compile(
    r"\s*(?:[-*•·–▪◦>]\s+|[\[(]\s?[xX✓✔]?\s?[\])]\s|[☐☑☒□✓✔]|\(?[0-9]{1,2}[.)]\s+|\(?[a-zA-Z][.)]\s+|#[0-9]+[.):]?\s+)"
)
_MOST_COLUMNS = 40
_WIDEST_IN_PROSE = 3
"""The widest gap, in blanks, that a fax or a scan leaves between the words of a sentence."""
_WRAP_WIDTH = 56
_ENDS = (".", "!", "?", ":", ";")
INLINE_HEADER = re.compile(r"[A-Z][A-Za-z/&' -]{0,40}:")


class Cell(NamedTuple):
    """A cell of a row: code points of the document's text."""

    start: int
    end: int


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


class _Line(NamedTuple):
    """A line with what it looks like: a rule that only separates, a row of columns, the opening of a section."""

    start: int
    end: int
    text: str
    cells: tuple[Cell, ...]
    after_blank: bool
    is_rule: bool
    is_row: bool
    is_item: bool
    indent: int
    opens: Opening | None


class _Place(NamedTuple):
    """The section that is open while a document is walked through."""

    section: Section = Section.OTHER
    name: str | None = None
    inline: bool = False


_SHORT_LIVED = frozenset(
    {Section.FAMILY, Section.ALLERGIES, Section.POLICY, Section.INSTRUCTIONS, Section.GOALS, Section.SIGNATURE}
)


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    blank = True
    for raw in re.split(r"[\n\f]", text):
        stripped = raw.strip()
        if stripped:
            begin = start + len(raw) - len(raw.lstrip())
            end = begin + len(stripped)
            cells = _cells(stripped, begin)
            yield _Line(
                start=begin,
                end=end,
                text=stripped,
                cells=cells,
                after_blank=blank,
                is_rule=_RULE.match(stripped) is not None,
                is_row=1 < len(cells) <= _MOST_COLUMNS and not _is_prose(stripped, cells),
                is_item=_BULLET.match(stripped) is not None,
                indent=begin - start,
                opens=opens(stripped),
            )
        blank = not stripped
        start += len(raw) + 1


def _cells(stripped: str, begin: int) -> tuple[Cell, ...]:
    if _WIDE.search(stripped) is None:
        return (Cell(begin, begin + len(stripped)),)
    cells: list[Cell] = []
    last = 0
    for gap in _GAP.finditer(stripped):
        if gap.start() > last:
            cells.append(Cell(begin + last, begin + gap.start()))
        last = gap.end()
    if last < len(stripped):
        cells.append(Cell(begin + last, begin + len(stripped)))
    return tuple(cells)


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
        self._last_row: _Line | None = None
        self._lines = _with_wrapped_items(list(_lines(text)))
        self._headings = headings(self._lines)
        self._unlabelled = {head.start for head, row in pairwise(self._lines) if stands_over(head, row)}
        self._heading: Place | None = None

    def statements(self) -> Iterator[Statement]:
        """Every statement, in order."""
        paragraph: list[_Line] = []
        for line in self._lines:
            if paragraph and not _continues(paragraph[-1], line) and not _answers(paragraph[-1], line):
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

    def _row(self, line: _Line) -> Iterator[Statement]:
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

    def _flush(self, paragraph: Sequence[_Line]) -> Iterator[Statement]:
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


def _opens_table(above: _Line, line: _Line) -> bool:
    """Whether names of columns stand deeper than the row above them, which so is none of their table."""
    first = line.text[: line.cells[0].end - line.start]
    return line.indent > above.indent and len(line.cells) > _PAIR and _FIRST_HEAD.fullmatch(first) is not None


def _inside(cells: tuple[Cell, ...], start: int, end: int) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if start <= cell.start and cell.end <= end) if cells else ()


_MIDST = re.compile(r"(?:(?<=\s)|^)(?:is|are|was|were|has|had|been|the|and)$")
_SENTENCES = re.compile(r"[a-z)]{3}\s?\.\s+[A-Z][A-Za-z]* \s?[a-z0-9]")
_MARKED = re.compile(r"[,;.]\s")


def _with_wrapped_items(lines: Sequence[_Line]) -> list[_Line]:
    """The lines; a loosely spaced item that goes on below, deeper in and in small letters, is a sentence and no row.

    So is one behind a label that holds more than one sentence.
    """
    told = list(lines)
    wraps = False
    for place, (first, second) in enumerate(pairwise(lines)):
        begins = wraps or first.is_item or (first.opens is not None and _SENTENCES.search(first.text) is not None)
        deeper = second.indent >= first.indent if wraps else second.indent > first.indent
        below = not (second.after_blank or second.is_item) and second.text[0].islower()
        marked = _MARKED.search(f"{first.text} {second.text}") is not None
        wraps = begins and deeper and below and marked and _is_loose(first) and _is_loose(second)
        if wraps:
            told[place], told[place + 1] = first._replace(is_row=False), second._replace(is_row=False)
    return told


def _is_loose(line: _Line) -> bool:
    """Whether no gap of a line is wider than between the words of a sentence."""
    gaps = (second.start - first.end for first, second in pairwise(line.cells))
    return "|" not in line.text and "\t" not in line.text and all(gap <= _WIDEST_IN_PROSE for gap in gaps)


def _is_prose(text: str, cells: Sequence[Cell]) -> bool:
    """A line with one wide gap and long text is typed prose, and so are sentences with gaps of two spaces.

    So is what has a gap behind a word that ends no cell: "it  is  on its label".
    """
    begin = cells[0].start
    if len(cells) == 2 and len(text) > 100 and cells[1].start - cells[0].end < 3:
        return True
    if any(_MIDST.search(text, cell.start - begin, cell.end - begin) for cell in cells[:-1]):
        return True
    narrow = all(second.start - first.end == 2 for first, second in pairwise(cells))
    return narrow and "|" not in text and _SENTENCES.search(text) is not None


def _answers(previous: _Line, line: _Line) -> bool:
    """Whether a line is the answer to the question or key on the line before."""
    return not (line.after_blank or line.is_row or line.is_rule or previous.is_row) and is_answer(
        previous.text, line.text
    )


def _continues(previous: _Line, line: _Line) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    if line.after_blank or line.is_rule or previous.is_rule or line.is_item:
        return False
    if line.is_row or line.opens is not None or INLINE_HEADER.match(line.text):
        return False
    if previous.text.endswith(_ENDS):
        return (
            previous.text.endswith((".", "!", "?")) is False
            and line.text[0].islower()
            and not previous.text.endswith(":")
        )
    if previous.text[-1] in ")%" or previous.text[-1].isdigit():
        return line.text[0].islower()
    return (
        line.text[0].islower() or len(previous.text) >= _WRAP_WIDTH or previous.text.endswith((",", "-", " and", " or"))
    )
