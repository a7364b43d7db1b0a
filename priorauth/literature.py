"""Supplementary sources: literature and trials that a lookup returned. They never decide."""

from priorauth.value import Value


class Article(Value):
    """A literature record that a lookup returned."""

    pmid: str
    title: str
    journal: str | None = None
    year: int | None = None
    relevance: str
    call_id: str


class Trial(Value):
    """A clinical trial that a lookup returned."""

    nct_id: str
    title: str
    status: str | None = None
    relevance: str
    call_id: str
