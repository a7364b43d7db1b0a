"""Quotes as a model gives them, and where they stand in the record."""

import re
from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict, Field

from priorauth.evidence import Span


class Quote(BaseModel):
    """Verbatim words of a document. ``start`` may say where they begin; it is believed only where they stand there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document_id: str = Field(max_length=200)
    text: str = Field(min_length=1)
    start: int | None = None


def locate(quote: Quote, texts: Mapping[str, str]) -> Span | None:
    """Where a quote stands: at its stated start, else exactly anywhere, else by white space and case folded.

    The span holds the record's own words. None where the document does not hold the quote.
    """
    text = texts.get(quote.document_id)
    if text is None or not quote.text.strip():
        return None
    start = quote.start if quote.start is not None and quote.start >= 0 else 0
    if text[start : start + len(quote.text)] != quote.text:
        start = text.find(quote.text)
    if start >= 0:
        return Span(document_id=quote.document_id, start=start, end=start + len(quote.text), quote=quote.text)
    return _locate_folded(quote, text)


def _locate_folded(quote: Quote, text: str) -> Span | None:
    words = quote.text.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text, re.IGNORECASE) if words else None
    if found is None:
        return None
    return Span(document_id=quote.document_id, start=found.start(), end=found.end(), quote=found.group())


def locate_within(quote: Quote, spans: Iterable[Span]) -> Span | None:
    """Where a quote stands within words that are known to stand in the record; None where none of them holds it."""
    for given in spans:
        found = locate(quote.model_copy(update={"start": None}), {given.document_id: given.quote})
        if found is not None:
            start = given.start + found.start
            return Span(document_id=given.document_id, start=start, end=start + len(found.quote), quote=found.quote)
    return None


def quote_of(span: Span) -> Quote:
    """The quote that a span is the place of."""
    return Quote(document_id=span.document_id, text=span.quote, start=span.start)
