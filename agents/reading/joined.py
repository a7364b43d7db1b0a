"""A passage on one line: what its layout broke apart is read as the one statement that a person says it is.

The document around it stays as it is, so that the passage keeps its section, its author and what stands before it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from priorauth.case import Document
from priorauth.evidence import Span, TextQuote
from priorauth.facts import Fact


@dataclass(frozen=True, slots=True)
class Joined:
    """A document with a passage joined. ``starts`` are the places in its text where the offsets shift, and ``shifts``
    by how much they do from there on.
    """

    original: Document
    document: Document
    start: int
    end: int
    starts: Sequence[int]
    shifts: Sequence[int]

    def original_fact(self, fact: Fact) -> Fact:
        """A fact of the joined text, with its words as they stand in the record."""
        spans = tuple(self._original_span(span) for span in fact.evidence.spans)
        return fact.model_copy(update={"evidence": TextQuote(spans=spans)})

    def _original_span(self, span: Span) -> Span:
        start, end = self._original(span.start), self._original(span.end - 1) + 1
        return Span(document_id=span.document_id, start=start, end=end, quote=self.original.text[start:end])

    def _original(self, offset: int) -> int:
        place = bisect_right(self.starts, offset) - 1
        return offset + (self.shifts[place] if place >= 0 else 0)


def join(document: Document, passage: Span) -> Joined:
    """The document with the passage's words one blank apart. The passage has at least one word."""
    text, words = document.text, _words(passage)
    first, last = words[0][0], words[-1][1]
    starts, shifts, at = list[int](), list[int](), first
    for start, end in words:
        starts.append(at)
        shifts.append(start - at)
        at += end - start + 1
    joined = " ".join(text[start:end] for start, end in words)
    return Joined(
        original=document,
        document=document.model_copy(update={"text": text[:first] + joined + text[last:]}),
        start=first,
        end=first + len(joined),
        starts=(*starts, first + len(joined)),
        shifts=(*shifts, last - first - len(joined)),
    )


def _words(passage: Span) -> list[tuple[int, int]]:
    """Where the words of a passage stand in its document."""
    words, at = list[tuple[int, int]](), 0
    for word in passage.quote.split():
        at = passage.quote.index(word, at)
        words.append((passage.start + at, passage.start + at + len(word)))
        at += len(word)
    return words
