"""A document's blocks as what flows over the pages of a PDF."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Spacer
from reportlab.platypus import PageBreak as Break

from orchestrator.documents.blocks import (
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
from orchestrator.documents.rendering.grid import Grid, Look
from orchestrator.documents.rendering.legible import legible, link_of, shown_link, words_of
from orchestrator.documents.rendering.line_breaking import Piece
from orchestrator.documents.rendering.lines import Lines
from orchestrator.documents.rendering.typefaces import Face, face_of, pieces, reads_leftward

_BESIDE_HEADING = 56.0
"""How much of what a heading stands above must fit below it, in points; else it goes to the next page with it."""
_DEEPEST_BOOKMARK = 3
_LABELS_SHARE = 0.27
_CELL_PADDING = 5.0


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
    made: list[Flowable] = [_plain(document.title, sheet.title)]
    made.append(_plain(document.subject, sheet.subject))
    outline, headings = _Outline(), list[Heading]()
    for block in document.blocks:
        if isinstance(block, Heading):
            headings.append(block)
        else:
            body = list(_FLOWABLES[type(block)](block, sheet))
            made += (*_headings(headings, body, outline, sheet), *body)
            headings = []
    return [*made, *_headings(headings, [], outline, sheet)]


class _Outline:
    """The bookmarks so far. An entry may stand at most one level below the one before it."""

    def __init__(self) -> None:
        self._count, self._last = 0, -1

    def next(self, heading: Heading) -> Bookmark:
        self._count += 1
        self._last = min(heading.level - 1, self._last + 1)
        return Bookmark(f"heading-{self._count}", legible(heading.text).strip(), self._last)


def _headings(
    headings: Sequence[Heading], body: Sequence[Flowable], outline: _Outline, sheet: styles.Sheet
) -> Iterator[Flowable]:
    """Headings one below the other, which stay with each other and with the beginning of what they stand above."""
    if headings:
        beside = body[0].height if body and isinstance(body[0], CondPageBreak) else _BESIDE_HEADING
        yield CondPageBreak(sum(_height(sheet.headings[one.level]) for one in headings) + beside)
    for one in headings:
        if one.level <= _DEEPEST_BOOKMARK:
            yield outline.next(one)
        yield _plain(one.text, sheet.headings[one.level])


def _height(style: Any) -> float:
    """The height of one line with the space around it."""
    return style.spaceBefore + style.leading + style.spaceAfter


def _plain(text: str, style: ParagraphStyle, mark: str = "") -> Lines:
    """Plain text as a paragraph."""
    return Lines(_placed(legible(text), Face(style.fontName), style.textColor), style, mark)


def _placed(text: str, wanted: Face, colour: Any, link: str | None = None) -> list[Piece]:
    leftward = reads_leftward(text)
    inner = text.strip("“”")
    if leftward and inner != text:
        before, _, after = text.partition(inner)
        return [piece for part in (before, inner, after) for piece in _placed(part, wanted, colour, link)]
    return [Piece(said, face, colour, link, leftward) for face, said in pieces(text, wanted)]


def _lines(runs: Sequence[Run], style: ParagraphStyle, mark: str = "") -> Lines:
    return Lines([piece for run in runs for piece in _run(run, style)], style, mark)


def _run(run: Run, style: ParagraphStyle) -> Iterator[Piece]:
    wanted = face_of(bold=run.bold or style.fontName == Face.BOLD, italic=run.italic)
    colour = style.textColor if run.tone is Tone.PLAIN else styles.TONES[run.tone]
    link = link_of(run)
    yield from _placed(words_of(run), wanted, colour if link is None else styles.LINK, link)
    address = shown_link(run)
    if address:
        yield from _placed(f" ({address})", Face(style.fontName), style.textColor)


def _paragraph(block: Paragraph, sheet: styles.Sheet) -> Iterator[Flowable]:
    yield _lines(block.runs, sheet.boxes.get(block.tone, sheet.body))


def _listing(block: Listing, sheet: styles.Sheet) -> Iterator[Flowable]:
    yield from _items(block.items, block.ordered, 0, sheet)
    yield Spacer(0, 4)


def _items(items: Sequence[Item], ordered: bool, depth: int, sheet: styles.Sheet) -> Iterator[Flowable]:
    style = sheet.items[min(depth, len(sheet.items) - 1)]
    for number, item in enumerate(items, start=1):
        mark = f"{number}." if ordered else ("•", "–")[depth % 2]
        yield _lines(item.runs, style, mark)
        yield from _items(item.items, False, depth + 1, sheet)


def _table(block: Table, sheet: styles.Sheet) -> Iterator[Flowable]:
    widths = [styles.LINE * width / sum(block.widths) for width in block.widths]
    heads = [_plain(title, sheet.header_cell) for title in block.header]
    rows = ([_lines(cell, sheet.cell) for cell in row] for row in block.rows)
    grid = Grid([heads, *rows], widths, _TABLE)
    yield CondPageBreak(_height(sheet.caption) + grid.least)
    yield _plain(block.caption, sheet.caption)
    yield grid
    yield Spacer(0, 9)


def _fields(block: Fields, sheet: styles.Sheet) -> Iterator[Flowable]:
    if not block.pairs:
        return
    widths = [styles.LINE * _LABELS_SHARE, styles.LINE * (1 - _LABELS_SHARE)]
    pairs = [(_plain(label, sheet.label), _lines(value, sheet.value)) for label, value in block.pairs]
    yield Grid(pairs, widths, _FIELDS)
    yield Spacer(0, 7)


def _page_break(_: PageBreak, __: styles.Sheet) -> Iterator[Flowable]:
    yield Break()


_TABLE = Look(above=3.2, below=4.2, lefts=(_CELL_PADDING,), rights=(_CELL_PADDING,), ruled=True)
_FIELDS = Look(above=1, below=1.5, lefts=(0, _CELL_PADDING), rights=(2 * _CELL_PADDING, _CELL_PADDING), ruled=False)

_FLOWABLES: Mapping[type, Callable[[Any, styles.Sheet], Iterator[Flowable]]] = {
    Paragraph: _paragraph,
    Listing: _listing,
    Table: _table,
    Fields: _fields,
    PageBreak: _page_break,
}
