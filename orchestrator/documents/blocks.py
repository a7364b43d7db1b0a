"""A document as blocks: what is said and in which order, before any bytes. Each renderer reads this and nothing else.

All text is plain: a renderer escapes what its format would read as markup, so that nobody's words can pass for a
heading, a link or a field of the document.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from priorauth.value import Value


class Tone(StrEnum):
    """What a word or a paragraph means, beside its words: never told by colour alone."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    OPEN = "open"
    NOTE = "note"


class Run(Value):
    """A piece of text in one style. ``quoted`` marks somebody else's words, shown in quotation marks."""

    text: str
    bold: bool = False
    italic: bool = False
    quoted: bool = False
    tone: Tone = Tone.PLAIN
    link: str | None = None


class Heading(Value):
    """A heading; those of levels 1 to 3 are bookmarks where the format has any."""

    block: Literal["heading"] = "heading"
    level: int = Field(ge=1, le=4)
    text: str


class Paragraph(Value):
    """Running text."""

    block: Literal["paragraph"] = "paragraph"
    runs: tuple[Run, ...]
    tone: Tone = Tone.PLAIN


class Item(Value):
    """An item of a list, with what stands below it."""

    runs: tuple[Run, ...]
    items: tuple["Item", ...] = ()


class Listing(Value):
    """A list."""

    block: Literal["listing"] = "listing"
    items: tuple[Item, ...]
    ordered: bool = False


class Table(Value):
    """A table with a header row, which is repeated on each page. ``widths`` are shares of the line."""

    block: Literal["table"] = "table"
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    widths: tuple[float, ...]
    caption: str


class Fields(Value):
    """Labels and their values, one below the other, as at the head of a letter."""

    block: Literal["fields"] = "fields"
    pairs: tuple[tuple[str, tuple[Run, ...]], ...]


class PageBreak(Value):
    """What follows begins on a new page, where the format has pages."""

    block: Literal["page_break"] = "page_break"


Block = Annotated[Heading | Paragraph | Listing | Table | Fields | PageBreak, Field(discriminator="block")]


class Document(Value):
    """A whole document. ``reference`` (a case id) stands at the foot of each page; ``language`` is a BCP 47 tag.

    ``large`` is for what members read: the pages have 12-point text.
    """

    title: str
    subject: str
    reference: str
    language: str = "en-US"
    large: bool = False
    blocks: tuple[Block, ...]


def plain(text: str) -> tuple[Run, ...]:
    """One run of plain text."""
    return (Run(text=text),)


def paragraph(*runs: str | Run, tone: Tone = Tone.PLAIN) -> Paragraph:
    """A paragraph from texts and runs."""
    return Paragraph(runs=as_runs(runs), tone=tone)


def listing(items: Sequence[str | Item], *, ordered: bool = False) -> Listing:
    """A list from texts and items."""
    made = tuple(one if isinstance(one, Item) else Item(runs=plain(one)) for one in items)
    return Listing(items=made, ordered=ordered)


def as_runs(runs: Sequence[str | Run]) -> tuple[Run, ...]:
    """Texts and runs as runs."""
    return tuple(one if isinstance(one, Run) else Run(text=one) for one in runs)
