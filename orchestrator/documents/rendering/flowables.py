"""A document's blocks as what flows over the pages of a PDF."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, LongTable, Spacer, TableStyle
from reportlab.platypus import PageBreak as Break

from orchestrator.documents.blocks import (
    Block,
    Document,
    Fields,
    Heading,
    Item,
    Listing,
    PageBreak,
    Paragraph,
    Run,
    Table,
    Tone,
)
from orchestrator.documents.rendering import styles
from orchestrator.documents.rendering.legible import legible, link_of, shown_link, words_of
from orchestrator.documents.rendering.line_order import Lines
from orchestrator.documents.rendering.typefaces import face_of, pieces

_BESIDE_HEADING = 56.0
"""How much of what a heading stands above must fit below it, in points; else it goes to the next page with it."""
_DEEPEST_BOOKMARK = 3
_LABELS_SHARE = 0.27
_CELL_PADDING = 5.0
_TALLEST_ROW, _TALLEST_HEADER = 450.0, 150.0
"""In points: together they fit on a page. A header that is taller is not repeated."""


class Bookmark(Flowable):
    """A place without height that the outline of the document points to."""

    def __init__(self, name: str, title: str, level: int) -> None:
        super().__init__()
        self.width = self.height = 0
        self._name, self._title, self._level = name, title, level

    def draw(self) -> None:
        """Sets the place and its entry in the outline."""
        self.canv.bookmarkHorizontal(self._name, 0, 14)
        self.canv.addOutlineEntry(self._title, self._name, level=self._level, closed=self._level > 0)


def flowables_of(document: Document) -> list[Flowable]:
    """Everything that flows over the pages, in order."""
    sheet = styles.sheet_of(large=document.large)
    made: list[Flowable] = [Lines(_escaped(document.title, sheet.title), sheet.title)]
    made.append(Lines(_escaped(document.subject, sheet.subject), sheet.subject))
    outline = _Outline()
    for position, block in enumerate(document.blocks):
        if isinstance(block, Heading):
            made += _heading(block, document.blocks[:position], document.blocks[position:], outline, sheet)
        else:
            made += _FLOWABLES[type(block)](block, sheet)
    return made


class _Outline:
    """The bookmarks so far. An entry may stand at most one level below the one before it."""

    def __init__(self) -> None:
        self._count, self._last = 0, -1

    def next(self, heading: Heading) -> Bookmark:
        self._count += 1
        self._last = min(heading.level - 1, self._last + 1)
        return Bookmark(f"heading-{self._count}", legible(heading.text).strip(), self._last)


def _heading(
    block: Heading, before: Sequence[Block], rest: Sequence[Block], outline: _Outline, sheet: styles.Sheet
) -> Iterator[Flowable]:
    """A heading, which stays with those right below it and with what they stand above."""
    if not (before and isinstance(before[-1], Heading)):
        yield CondPageBreak(_height_of_headings(rest, sheet) + _BESIDE_HEADING)
    if block.level <= _DEEPEST_BOOKMARK:
        yield outline.next(block)
    style = sheet.headings[block.level]
    yield Lines(_escaped(block.text, style), style)


def _height_of_headings(blocks: Sequence[Block], sheet: styles.Sheet) -> float:
    height = 0.0
    for block in blocks:
        if not isinstance(block, Heading):
            break
        style = sheet.headings[block.level]
        height += style.spaceBefore + style.leading + style.spaceAfter
    return height


def _escaped(text: str, style: ParagraphStyle) -> str:
    """Plain text as reportlab's own markup, in which none of its characters is markup."""
    return "".join(_in_face(face, said, style) for face, said in pieces(legible(text), _face_of_style(style)))


def _face_of_style(style: ParagraphStyle) -> Any:
    return face_of(bold=style.fontName.endswith("Bold"), italic=False)


def _in_face(face: Any, text: str, style: ParagraphStyle) -> str:
    said = escape(text)
    return said if face.value == style.fontName else f'<font name="{face.value}">{said}</font>'


def _runs(runs: Sequence[Run], style: ParagraphStyle) -> str:
    return "".join(_run(run, style) for run in runs).strip()


def _run(run: Run, style: ParagraphStyle) -> str:
    wanted = face_of(bold=run.bold or _face_of_style(style).value.endswith("Bold"), italic=run.italic)
    said = "".join(_in_face(face, text, style) for face, text in pieces(words_of(run), wanted))
    if run.tone is not Tone.PLAIN:
        said = f'<font color="{styles.TONES[run.tone].hexval().replace("0x", "#")}">{said}</font>'
    link = link_of(run)
    if link is None:
        return said
    address = shown_link(run)
    behind = escape(f" ({address})") if address else ""
    return f'<a href={quoteattr(link)} color="#1d4e89">{said}</a>{behind}'


def _paragraph(block: Paragraph, sheet: styles.Sheet) -> Iterator[Flowable]:
    style = sheet.boxes.get(block.tone, sheet.body)
    yield Lines(_runs(block.runs, style), style)


def _listing(block: Listing, sheet: styles.Sheet) -> Iterator[Flowable]:
    yield from _items(block.items, block.ordered, 0, sheet)
    yield Spacer(0, 4)


def _items(items: Sequence[Item], ordered: bool, depth: int, sheet: styles.Sheet) -> Iterator[Flowable]:
    style = sheet.items[min(depth, len(sheet.items) - 1)]
    for number, item in enumerate(items, start=1):
        mark = f"{number}." if ordered else ("•", "–")[depth % 2]
        yield Lines(_runs(item.runs, style), style, bulletText=mark)
        yield from _items(item.items, False, depth + 1, sheet)


def _table(block: Table, sheet: styles.Sheet) -> Iterator[Flowable]:
    yield CondPageBreak(sheet.caption.leading + 2 * _BESIDE_HEADING)
    yield Lines(_escaped(block.caption, sheet.caption), sheet.caption)
    widths = [styles.LINE * width / sum(block.widths) for width in block.widths]
    heads = [Lines(_escaped(title, sheet.header_cell), sheet.header_cell) for title in block.header]
    cells = ([Lines(_runs(cell, sheet.cell), sheet.cell) for cell in row] for row in block.rows)
    rows = [part for row in (heads, *cells) for part in _rows(row, widths)]
    is_low = max(head.wrap(width, 0)[1] for head, width in zip(heads, widths, strict=True)) <= _TALLEST_HEADER
    yield LongTable(rows, colWidths=widths, repeatRows=int(is_low), style=_TABLE, hAlign="LEFT")
    yield Spacer(0, 9)


def _rows(cells: Sequence[Flowable], widths: Sequence[float]) -> Iterator[tuple[Any, ...]]:
    """A row, or as many as it takes where a cell is longer than a page can hold."""
    parts = [list(_cut(cell, width - 2 * _CELL_PADDING)) for cell, width in zip(cells, widths, strict=True)]
    return zip_longest(*parts, fillvalue="")


def _cut(cell: Flowable, width: float) -> Iterator[Flowable]:
    """A cell in parts that each fit on a page."""
    while cell.wrap(width, _TALLEST_ROW)[1] > _TALLEST_ROW:
        part, cell = cell.split(width, _TALLEST_ROW)
        part.wrap(width, _TALLEST_ROW)
        yield part
    yield cell


def _fields(block: Fields, sheet: styles.Sheet) -> Iterator[Flowable]:
    if not block.pairs:
        return
    widths = [styles.LINE * _LABELS_SHARE, styles.LINE * (1 - _LABELS_SHARE)]
    pairs = [
        [Lines(_escaped(label, sheet.label), sheet.label), Lines(_runs(value, sheet.value), sheet.value)]
        for label, value in block.pairs
    ]
    rows = [part for pair in pairs for part in _rows(pair, widths)]
    yield LongTable(rows, colWidths=widths, style=_FIELDS, hAlign="LEFT")
    yield Spacer(0, 7)


def _page_break(_: PageBreak, __: styles.Sheet) -> Iterator[Flowable]:
    yield Break()


_TABLE = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), styles.SHADE),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, styles.ACCENT),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, styles.RULE),
        ("LEFTPADDING", (0, 0), (-1, -1), _CELL_PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _CELL_PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 3.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.2),
    ]
)
_FIELDS = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (0, 0), (0, -1), 2 * _CELL_PADDING),
        ("LEFTPADDING", (1, 0), (1, -1), _CELL_PADDING),
        ("RIGHTPADDING", (1, 0), (1, -1), _CELL_PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ]
)

_FLOWABLES: Mapping[type, Callable[[Any, styles.Sheet], Iterator[Flowable]]] = {
    Paragraph: _paragraph,
    Listing: _listing,
    Table: _table,
    Fields: _fields,
    PageBreak: _page_break,
}
