"""A document made ready for reading: folded, with forms blanked, its phrases found and its statements laid out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from agents.reading.dates import When, dates_in
from agents.reading.forms import mask_forms, mask_references, mask_rules
from agents.reading.grids import Grid, grids
from agents.reading.layout import Statement, lay_out
from agents.reading.lengths import Length, lengths_in
from agents.reading.lexicon import Hit, Hits, Layer, Lexicon
from agents.reading.qualified import Qualified, qualified
from agents.reading.questions import mask_questions, unanswered, unlettered
from agents.reading.sided_tables import SidedCell, sided_tables
from agents.reading.stems import STEMS
from agents.reading.text import Tokens, fold, tokenize
from priorauth.case import Document
from priorauth.evidence import Span

_ANEW = re.compile(r"\s*[A-Z][a-z]+\.(?:\s|$)")
"""A line that begins with a sentence of one word, such as the name of a disease."""


@dataclass(frozen=True)
class Page:
    """A document with everything that later steps ask of it. ``folded`` is as long as the stored text.

    ``held`` tells by where a statement begins which stems its words begin with (:mod:`agents.reading.stems`).
    """

    document: Document
    folded: str
    tokens: Tokens
    hits: Mapping[Layer, Hits]
    statements: Sequence[Statement]
    held: Mapping[int, int]
    dates: Sequence[When]
    lengths: Sequence[Length]
    grids: Mapping[int, Grid]
    qualified: Mapping[int, Qualified]
    sided: Mapping[int, Sequence[SidedCell]]
    _spans: dict[tuple[int, int], Span] = field(default_factory=dict[tuple[int, int], Span], repr=False, compare=False)

    @property
    def text(self) -> str:
        """The stored text."""
        return self.document.text

    def span(self, start: int, end: int) -> Span:
        """The span of a stretch of the stored text; made once, since several facts and fields share a statement."""
        found = self._spans.get((start, end))
        if found is None:
            found = Span(document_id=self.document.id, start=start, end=end, quote=self.text[start:end])
            self._spans[start, end] = found
        return found

    def holds(self, statement: Statement, bits: int) -> bool:
        """Whether a word of a statement has one of some bits (:mod:`agents.reading.stems`)."""
        return self.held[statement.start] & bits != 0

    def denies_cell(self, statement: Statement, start: int) -> bool:
        """Whether what begins at an offset is denied under the head of its own column, whatever the next cell says."""
        grid = self.grids.get(statement.start)
        return grid is not None and any(first <= start < last for first, last in grid.denied)

    def begins_anew(self, start: int, end: int) -> int:
        """Where a list in a stretch ends with a named thing at the end of a line, and a capital begins the next one."""
        line = self.folded.find("\n", start, end)
        while line >= 0:
            begin = line + 1
            if _ANEW.match(self.text, begin) and any(
                hit.end == line for hit in self.within(Layer.CONCEPT, start, line)
            ):
                return line
            line = self.folded.find("\n", begin, end)
        return end

    def within(self, layer: Layer, start: int, end: int) -> Sequence[Hit]:
        """The phrases of a layer in a stretch."""
        found = self.hits[layer]
        if not found.hits:
            return found.hits
        return found.hits[bisect_left(found.starts, start) : bisect_right(found.ends, end)]

    @cached_property
    def _date_starts(self) -> Sequence[int]:
        return [when.start for when in self.dates]

    @cached_property
    def _length_starts(self) -> Sequence[int]:
        return [length.start for length in self.lengths]

    def dates_within(self, start: int, end: int) -> Sequence[When]:
        """The dates that lie in a stretch."""
        return _within(self.dates, self._date_starts, start, end)

    def lengths_within(self, start: int, end: int) -> Sequence[Length]:
        """The lengths of time that lie in a stretch."""
        return _within(self.lengths, self._length_starts, start, end)


_Timed = TypeVar("_Timed", When, Length)


def _within(items: Sequence[_Timed], starts: Sequence[int], start: int, end: int) -> Sequence[_Timed]:
    first = bisect_left(starts, start)
    last = bisect_left(starts, end, first)
    return [item for item in items[first:last] if item.end <= end] if first < last else ()


def blank(folded: str, stretches: Sequence[tuple[int, int]]) -> str:
    """The folded text with stretches blanked, line ends kept."""
    kept, last = list[str](), 0
    for start, end in sorted(stretches):
        first, end = max(start, last), max(end, last)
        kept += (folded[last:first], re.sub(r"[^\n\f]", " ", folded[first:end]))
        last = end
    return "".join((*kept, folded[last:]))


def words_of_page(document: Document, unread: Sequence[tuple[int, int]]) -> tuple[str, str, Tokens]:
    """A document as it is shown, its folded text with all that states nothing blank, and the words of that."""
    shown = unlettered(document.text)
    folded = mask_rules(mask_references(mask_questions(mask_forms(fold(shown)))))
    folded = blank(folded, (*unread, *unanswered(document.text)))
    return shown, folded, tokenize(folded)


def prepare(document: Document, lexicon: Lexicon, unread: Sequence[tuple[int, int]]) -> Page:
    """A document's page; the stretches ``unread`` (another person's) are blank to all that follows."""
    shown, folded, tokens = words_of_page(document, unread)
    statements = lay_out(shown, folded)
    breaks = frozenset(statement.start for statement in statements)
    dates = dates_in(folded, document.date)
    hits = lexicon.scan(document.text, tokens, breaks)
    return Page(
        document=document,
        folded=folded,
        tokens=tokens,
        hits=hits,
        statements=statements,
        held=STEMS.held(tokens, statements),
        dates=dates,
        lengths=lengths_in(folded, document.date, dates),
        grids=grids(document.text, folded, statements, lexicon),
        qualified=qualified(document.text, folded, statements, hits, lexicon),
        sided=sided_tables(document.text, folded, statements, lexicon),
    )
