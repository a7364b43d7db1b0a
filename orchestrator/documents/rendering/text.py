"""A document as plain text, 80 columns wide."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from orchestrator.documents.blocks import Document, Fields, Heading, Item, Listing, PageBreak, Paragraph, Run, Table
from orchestrator.documents.rendering.legible import legible, shown_link, words_of

COLUMNS = 80
_UNDERLINES = {1: "-", 2: "."}


def render_text(document: Document) -> str:
    """The document as text. Underlined headings, no other marks; lines end without spaces."""
    page = io.StringIO()
    console = Console(
        file=page,
        width=COLUMNS,
        color_system=None,
        force_terminal=False,
        legacy_windows=False,
        emoji=False,
        _environ={},
    )
    for line in _underlined(document.title, "="):
        console.print(line)
    for block in document.blocks:
        console.print()
        for part in _RENDERERS[type(block)](block):
            console.print(part)
    lines = [*page.getvalue().splitlines(), "", legible(document.reference).strip()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _text(text: str) -> Text:
    return Text(legible(text).strip(), overflow="fold")


def _runs(runs: Sequence[Run]) -> Text:
    return Text("".join(_run(run) for run in runs).strip(), overflow="fold")


def _run(run: Run) -> str:
    link = shown_link(run)
    return f"{words_of(run)} ({link})" if link else words_of(run)


def _underlined(text: str, mark: str) -> Iterator[RenderableType]:
    line = _text(text)
    yield line
    yield Text(mark * min(COLUMNS, line.cell_len))


def _heading(block: Heading) -> Iterator[RenderableType]:
    mark = _UNDERLINES.get(block.level)
    return _underlined(block.text, mark) if mark else iter((_text(block.text),))


def _paragraph(block: Paragraph) -> Iterator[RenderableType]:
    yield _runs(block.runs)


def _listing(block: Listing) -> Iterator[RenderableType]:
    yield from _items(block.items, block.ordered, 0)


def _items(items: Sequence[Item], ordered: bool, indent: int) -> Iterator[RenderableType]:
    marks = [f"{number}." for number in range(1, len(items) + 1)] if ordered else ["-"] * len(items)
    width = max((len(mark) for mark in marks), default=0)
    for mark, item in zip(marks, items, strict=True):
        line = Grid.grid(padding=(0, 1, 0, 0))
        line.add_column(width=width)
        line.add_column(overflow="fold")
        line.add_row(Text(mark), _runs(item.runs))
        yield Padding(line, (0, 0, 0, indent))
        yield from _items(item.items, False, indent + width + 1)


def _table(block: Table) -> Iterator[RenderableType]:
    yield _text(block.caption)
    grid = Grid(box=box.ASCII, show_lines=True, width=COLUMNS)
    for title, width in zip(block.header, block.widths, strict=True):
        grid.add_column(_text(title), ratio=max(1, round(100 * width / sum(block.widths))), overflow="fold")
    for row in block.rows:
        grid.add_row(*(_runs(cell) for cell in row))
    yield grid


def _fields(block: Fields) -> Iterator[RenderableType]:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    longest = max((_text(label).cell_len for label, _ in block.pairs), default=0)
    grid.add_column(width=min(28, longest + 1))
    grid.add_column(overflow="fold")
    for label, value in block.pairs:
        grid.add_row(Text(f"{_text(label).plain}:"), _runs(value))
    yield grid


def _page_break(_: PageBreak) -> Iterator[RenderableType]:
    yield Text("-" * COLUMNS)


_RENDERERS: Mapping[type, Callable[[Any], Iterator[RenderableType]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Listing: _listing,
    Table: _table,
    Fields: _fields,
    PageBreak: _page_break,
}
