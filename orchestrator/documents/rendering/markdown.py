"""A document as Markdown (CommonMark with GitHub's tables)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from orchestrator.documents.blocks import Document, Fields, Heading, Item, Listing, PageBreak, Paragraph, Run, Table
from orchestrator.documents.rendering.legible import legible, link_of, words_of

_MARKUP = re.compile(r"[\\`*_\[\]<>#|~&]|(?<=[a-z]):(?=//)|(?<=www)\.|@", re.IGNORECASE)
"""What Markdown or HTML reads as markup, and what makes a renderer turn bare words into a link."""


def render_markdown(document: Document) -> str:
    """The document as Markdown. Its title is the only heading of the first level."""
    parts = [f"# {escaped(document.title).strip()}"]
    parts += ["\n".join(_RENDERERS[type(block)](block)) for block in document.blocks]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """Text on one line in which nothing can be read as markup."""
    return _MARKUP.sub(lambda found: "\\" + found[0], legible(text))


def _at_start(text: str) -> str:
    """Text that begins a block, and begins no list and no underlined heading."""
    number = re.match(r"\d{1,9}(?=[.)]( |\Z))", text)
    if number:
        return f"{number[0]}\\{text[number.end() :]}"
    return "\\" + text if text[:1] in ("-", "+", "=") else text


def _runs(runs: Sequence[Run]) -> str:
    return _at_start("".join(_run(run) for run in runs).strip())


def _run(run: Run) -> str:
    words = escaped(words_of(run))
    inner = words.strip()
    if not inner:
        return words
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    mark = "*" * (2 * run.bold + run.italic)
    link = link_of(run)
    said = f"[{inner}](<{link}>)" if link else inner
    return f"{before}{mark}{said}{mark}{after}"


def _heading(block: Heading) -> Iterator[str]:
    yield f"{'#' * (block.level + 1)} {escaped(block.text).strip()}"


def _paragraph(block: Paragraph) -> Iterator[str]:
    yield _runs(block.runs)


def _listing(block: Listing) -> Iterator[str]:
    yield from _items(block.items, block.ordered, "")


def _items(items: Sequence[Item], ordered: bool, indent: str) -> Iterator[str]:
    for number, item in enumerate(items, start=1):
        mark = f"{number}." if ordered else "-"
        yield f"{indent}{mark} {_runs(item.runs)}"
        yield from _items(item.items, False, indent + " " * (len(mark) + 1))


def _table(block: Table) -> Iterator[str]:
    yield f"*{escaped(block.caption).strip()}*"
    yield ""
    yield _row([escaped(title).strip() for title in block.header])
    yield _row(["---"] * len(block.header))
    yield from (_row(["".join(_run(run) for run in cell).strip() for cell in row]) for row in block.rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _fields(block: Fields) -> Iterator[str]:
    yield from (f"- **{escaped(label).strip()}:** {_runs(value)}".rstrip() for label, value in block.pairs)


def _page_break(_: PageBreak) -> Iterator[str]:
    yield "---"


_RENDERERS: Mapping[type, Callable[[Any], Iterator[str]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Listing: _listing,
    Table: _table,
    Fields: _fields,
    PageBreak: _page_break,
}
