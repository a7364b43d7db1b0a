"""A record that is too long for one reading by a language model: read in parts that overlap.

A part ends where the record itself has a break, before a section rather than a paragraph, a line or a sentence, and the
next begins before that end: whatever passage of up to ``OVERLAP`` characters decides, some part holds it whole. A quote
is placed where it stands in its own part, so words that stand twice in a record are not confused.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pydantic_core import to_json

from agents.models.using import estimated_tokens
from agents.quotes import Quote, locate, quote_of
from agents.reading.sections import opens
from priorauth.case import Case, Document

OVERLAP = 1_200
"""Characters: far more than what the reader takes for one statement."""
_SLACK = 200
"""How many characters earlier a part may begin, so that it begins with a word."""
_LINE_BREAK, _BLANK_LINE = re.compile(r"\n"), re.compile(r"\n[ \t]*\n")
_BREAKS = (_BLANK_LINE, _LINE_BREAK, re.compile(r"(?<=[.!?;:])\s"), re.compile(r"\s"))
"""Where no section begins, a text is ended after one of these, the best first."""


@dataclass(frozen=True)
class Part:
    """A case with a part of its record. ``starts`` says where the text of each document begins in the whole one."""

    case: Case
    starts: Mapping[str, int]

    def placed(self, quote: Quote) -> Quote:
        """The quote with its place in the whole record, where this part holds it; else without a place."""
        span = locate(quote, {document.id: document.text for document in self.case.documents})
        if span is None:
            return quote.model_copy(update={"start": None})
        found = quote_of(span)
        return found.model_copy(update={"start": span.start + self.starts[span.document_id]})


@dataclass(frozen=True)
class _Piece:
    document: Document
    start: int
    tokens: int


def parts_of(case: Case, most_tokens: int) -> tuple[Part, ...]:
    """The case in as many parts as its record needs, in order; the case itself where one is enough.

    ``most_tokens`` bounds the estimate of each part's documents, and is 8,000 or more.
    """
    parts: list[list[_Piece]] = [[]]
    for piece in (piece for document in case.documents for piece in _pieces(document, most_tokens)):
        full = sum(one.tokens for one in parts[-1]) + piece.tokens > most_tokens
        if parts[-1] and (full or parts[-1][-1].document.id == piece.document.id):
            parts.append([])
        parts[-1].append(piece)
    return tuple(_part(case, pieces) for pieces in parts)


def _part(case: Case, pieces: Sequence[_Piece]) -> Part:
    documents = tuple(piece.document for piece in pieces)
    return Part(
        case if documents == case.documents else case.model_copy(update={"documents": documents}),
        {piece.document.id: piece.start for piece in pieces},
    )


def _pieces(document: Document, most_tokens: int) -> Iterator[_Piece]:
    text = document.text
    if (whole := _tokens(text)) <= most_tokens:
        yield _Piece(document, 0, whole)
        return
    for start, end in _stretches(text, most_tokens):
        piece = document.model_copy(update={"text": text[start:end]})
        yield _Piece(piece, start, _tokens(piece.text))


def _stretches(text: str, most_tokens: int) -> Iterator[tuple[int, int]]:
    """Code points from, and to. Each is at least as long as two overlaps, so that the next one gains on it."""
    start = 0
    while (end := _furthest(text, start, most_tokens)) < len(text):
        end = _cut(text, start + (end - start) // 2, end)
        yield start, end
        start = _begin(text, end - OVERLAP)
    yield start, end


def _furthest(text: str, start: int, most_tokens: int) -> int:
    """Where so many tokens end, at the latest."""
    end = min(len(text), start + most_tokens * 3)
    while (tokens := _tokens(text[start:end])) > most_tokens:
        end = start + (end - start) * most_tokens // tokens
    return end


def _cut(text: str, first: int, last: int) -> int:
    """The best place to end a part, not before ``first``."""
    lines = [first, *(match.end() for match in _LINE_BREAK.finditer(text, first, last)), last]
    heads = [start for start, end in list(pairwise(lines))[1:] if opens(text[start:end])]
    if heads:
        return heads[-1]
    for kind in _BREAKS:
        found = [match.end() for match in kind.finditer(text, first, last)]
        if found:
            return found[-1]
    return last


def _begin(text: str, latest: int) -> int:
    """The start of a line or else of a word, or ``latest`` itself where neither is near before it."""
    earliest = max(0, latest - _SLACK)
    for kind in (_LINE_BREAK, _BREAKS[-1]):
        found = [match.end() for match in kind.finditer(text, earliest, latest)]
        if found:
            return found[-1]
    return latest


def _tokens(text: str) -> int:
    """As the text stands in a message, where line breaks and quotation marks are escaped."""
    return estimated_tokens(to_json(text).decode())
