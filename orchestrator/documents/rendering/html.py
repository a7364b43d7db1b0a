"""A document as one HTML file that needs nothing beside it: no script, no address to load from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

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
from orchestrator.documents.rendering.legible import legible, link_of, words_of
from orchestrator.documents.rendering.style_sheet import STYLE, share_of


def render_html(document: Document) -> str:
    """The document as HTML. Its title is the only heading of the first level."""
    title, reference = _text(document.title), _text(document.reference)
    body = "\n".join("\n".join(_RENDERERS[type(block)](block)) for block in document.blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="{_text(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title} · {reference}</title>\n"
        f'<meta name="description" content="{_text(document.subject)}">\n<style>{STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n<footer>{reference}</footer>\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return escape(legible(text).strip())


def _runs(runs: Sequence[Run]) -> str:
    return "".join(_run(run) for run in runs).strip()


def _run(run: Run) -> str:
    """A run. Its own direction is found from its words, so that Arabic words do not turn those around them."""
    said = escape(words_of(run))
    if run.quoted:
        said = f'<span class="quote" dir="auto">{said}</span>'
    for tag, holds in (("em", run.italic), ("strong", run.bold)):
        said = f"<{tag}>{said}</{tag}>" if holds else said
    if run.tone is not Tone.PLAIN:
        said = f'<span class="{run.tone.value}">{said}</span>'
    link = link_of(run)
    return f'<a href="{escape(link)}">{said}</a>' if link else said


def _heading(block: Heading) -> Iterator[str]:
    yield f"<h{block.level + 1}>{_text(block.text)}</h{block.level + 1}>"


def _paragraph(block: Paragraph) -> Iterator[str]:
    tone = f' class="box {block.tone.value}"' if block.tone is not Tone.PLAIN else ""
    yield f"<p{tone}>{_runs(block.runs)}</p>"


def _listing(block: Listing) -> Iterator[str]:
    yield from _list_of(block.items, "ol" if block.ordered else "ul")


def _list_of(items: Sequence[Item], tag: str) -> Iterator[str]:
    yield f"<{tag}>"
    for item in items:
        below = "\n".join(("", *_list_of(item.items, "ul"))) if item.items else ""
        yield f"<li>{_runs(item.runs)}{below}</li>"
    yield f"</{tag}>"


def _table(block: Table) -> Iterator[str]:
    yield f"<table>\n<caption>{_text(block.caption)}</caption>"
    shares = (share_of(width, sum(block.widths)) for width in block.widths)
    columns = "".join(f'<col class="share-{share}">' for share in shares)
    yield f"<colgroup>{columns}</colgroup>"
    heads = "".join(f'<th scope="col">{_text(title)}</th>' for title in block.header)
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
    yield from (f"<tr>{''.join(f'<td>{_runs(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
    yield "</tbody>\n</table>"


def _fields(block: Fields) -> Iterator[str]:
    yield "<dl>"
    yield from (f"<div><dt>{_text(label)}</dt><dd>{_runs(value)}</dd></div>" for label, value in block.pairs)
    yield "</dl>"


def _page_break(_: PageBreak) -> Iterator[str]:
    yield '<div class="page-break"></div>'


_RENDERERS: Mapping[type, Callable[[Any], Iterator[str]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Listing: _listing,
    Table: _table,
    Fields: _fields,
    PageBreak: _page_break,
}
