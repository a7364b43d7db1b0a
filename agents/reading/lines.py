"""The lines of a document, each with what it looks like: a row of columns, a list item, a wrapped sentence."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from agents.reading.questions import is_answer
from agents.reading.sections import Opening, opens

_GAP = re.compile(r"(?<![.!?\s])(?<!\.\")\s{2,}(?=\S)|(?<=\?)\s{4,}(?=\S)|\s*\|\s*|\s*\t\s*")
_WIDE = re.compile(r"[\s|](?:\s|(?<=[|\t]))")
"""What every gap between columns holds; far quicker to look for."""
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


class Line(NamedTuple):
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


def lines_of(text: str) -> list[Line]:
    """The lines that are not blank, in order."""
    return _with_wrapped_items(list(_lines(text)))


def _lines(text: str) -> Iterator[Line]:
    start = 0
    blank = True
    for raw in re.split(r"[\n\f]", text):
        stripped = raw.strip()
        if stripped:
            begin = start + len(raw) - len(raw.lstrip())
            end = begin + len(stripped)
            cells = _cells(stripped, begin)
            yield Line(
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


_MIDST = re.compile(r"(?:(?<=\s)|^)(?:is|are|was|were|has|had|been|the|and)$")
_SENTENCES = re.compile(r"[a-z)]{3}\s?\.\s+[A-Z][A-Za-z]* \s?[a-z0-9]")
_MARKED = re.compile(r"[,;.]\s")


def _with_wrapped_items(lines: Sequence[Line]) -> list[Line]:
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


def _is_loose(line: Line) -> bool:
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


def answers(previous: Line, line: Line) -> bool:
    """Whether a line is the answer to the question or key on the line before."""
    return not (line.after_blank or line.is_row or line.is_rule or previous.is_row) and is_answer(
        previous.text, line.text
    )


def continues(previous: Line, line: Line) -> bool:
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
