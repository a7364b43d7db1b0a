"""A filled template as the blocks of a document. Values are put in after the Markdown was read: none is Markdown.

Templates use headings, paragraphs, lists, bold, italics, quotes (shown as a box), and tables without a header, which
are labels and values.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from orchestrator.documents.blocks import (
    Block,
    Fields,
    Heading,
    Item,
    Listing,
    Paragraph,
    Run,
    Tone,
)
from priorauth.letters.templates import MARK, Filled

_DEEPEST = 4


class UnknownMarkdown(Exception):
    """Markdown that no block stands for. The message names it."""


@cache
def _parser() -> MarkdownIt:
    """CommonMark without HTML, with tables."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class Made:
    """The title, which is the first heading, and the blocks below it."""

    title: str
    blocks: tuple[Block, ...]


def blocks_of(filled: Filled) -> Made:
    """The blocks of a filled template. Raises :class:`UnknownMarkdown`."""
    reading = _Reading(filled.values)
    title, *rest = SyntaxTreeNode(_parser().parse(filled.markdown)).children
    return Made(reading.words(title.children[0]), tuple(block for node in rest for block in reading.block(node)))


@dataclass(frozen=True, slots=True)
class _Style:
    bold: bool = False
    italic: bool = False


class _Reading:
    def __init__(self, values: Sequence[str]) -> None:
        self._values = values

    def block(self, node: SyntaxTreeNode, tone: Tone = Tone.PLAIN) -> Iterator[Block]:
        match node.type:
            case "heading":
                level = min(int(node.tag[1:]) - 1, _DEEPEST)
                yield Heading(level=max(level, 1), text=self.words(node.children[0]))
            case "paragraph":
                yield Paragraph(runs=self.runs(node.children[0]), tone=tone)
            case "blockquote":
                for child in node.children:
                    yield from self.block(child, Tone.NOTE)
            case "bullet_list" | "ordered_list":
                yield Listing(items=self._items(node), ordered=node.type == "ordered_list")
            case "table":
                yield self._fields(node)
            case _:
                raise UnknownMarkdown(f"A letter's template has no {node.type.replace('_', ' ')}.")

    def _items(self, node: SyntaxTreeNode) -> tuple[Item, ...]:
        return tuple(self._item(child) for child in node.children)

    def _item(self, node: SyntaxTreeNode) -> Item:
        first, *below = node.children
        items = tuple(item for child in below for item in self._items(child))
        return Item(runs=self.runs(first.children[0]), items=items)

    def _fields(self, node: SyntaxTreeNode) -> Fields:
        rows = node.children[1].children if len(node.children) > 1 else []
        cells = [[self.runs(cell.children[0]) for cell in row.children[:2]] for row in rows]
        return Fields(pairs=tuple(("".join(run.text for run in label), value) for label, value in cells))

    def words(self, inline: SyntaxTreeNode) -> str:
        """The words of an inline text, without its styles."""
        return "".join(run.text for run in self.runs(inline)).strip()

    def runs(self, inline: SyntaxTreeNode) -> tuple[Run, ...]:
        """An inline text as runs."""
        return tuple(run for child in inline.children for run in self._run(child, _Style()))

    def _run(self, node: SyntaxTreeNode, style: _Style) -> Iterator[Run]:
        match node.type:
            case "text":
                yield Run(text=self._filled(node.content), bold=style.bold, italic=style.italic)
            case "softbreak" | "hardbreak":
                yield Run(text=" ")
            case "strong":
                yield from self._children(node, replace(style, bold=True))
            case "em":
                yield from self._children(node, replace(style, italic=True))
            case _:
                raise UnknownMarkdown(f"A letter's template has no {node.type.replace('_', ' ')}.")

    def _children(self, node: SyntaxTreeNode, style: _Style) -> Iterator[Run]:
        for child in node.children:
            yield from self._run(child, style)

    def _filled(self, text: str) -> str:
        """The text with the values in place of their marks."""
        return MARK.sub(lambda found: self._values[int(found[1])], text)
