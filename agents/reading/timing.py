"""When a statement's event happened, as far as its own words or the document's layout say so for certain."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from agents.reading.assertion import Scopes
from agents.reading.cues import Kind
from agents.reading.dates import When
from agents.reading.layout import Statement
from agents.reading.marked import Stemmed
from agents.reading.page import Page
from agents.reading.sections import Section
from priorauth.case import DocumentKind

_VISIT_SECTIONS = frozenset({Section.EXAM, Section.VITALS})
_VISITS = frozenset(
    {DocumentKind.VISIT_NOTE, DocumentKind.NURSING_NOTE, DocumentKind.THERAPY_NOTES, DocumentKind.PROCEDURE_NOTE}
)
_REPORTS = frozenset(
    {DocumentKind.TEST_REPORT, DocumentKind.LAB, DocumentKind.SLEEP_STUDY, DocumentKind.IMAGING, DocumentKind.PATHOLOGY}
)
_LABELS = (
    re.compile(
        r"\b(?:collected|collection date|date collected|specimen date|drawn|test date|date of test"
        r"|study date|date of study|study night|night of study|exam date|date of exam|performed on"
        r"|date performed|date of recording|recording date)\b[:\s]*"
    ),
    re.compile(
        r"\b(?:date of service|dos|service date|visit date|date of visit|encounter date|office visit"
        r"|visit|dated?)\b[:\s]*(?:[a-z]+day,?\s)?"
    ),
)
_NOT_EVENT_DATES = re.compile(
    r"\b(?:dob|born|birth|signed|order date|printed|faxed|expires?|due|scheduled|next|until"
    r"|through|reviewed on|copied forward from|icd|which (?:was|were) (?:first )?(?:found|diagnosed|discovered))"
    r"\b[^0-9]{0,24}$"
)
_ADDENDUM_OF = re.compile(
    r"\b(?:addendum|amendment|amended|late entry|correction)\b[^a-z0-9]{0,4}(?:(?:on|of|dated) )?$"
)
_OPEN_ENDED = re.compile(
    r"\b(?:since|from|until|till|through|by|before|after|prior to|every|dx|dx'd|dxd|diagnosed|onset|began|starting"
    r"|begun)\s(?:in\s)?(?:(?:early|mid|late|about|around|approximately)[\s-])?$"
)
_NOW = re.compile(r"\b(?:today'?s?|now|currently|current|at present|this visit)\b")
_REVIEWED = Stemmed(
    "review|discussed|went|looked", r"\b(?:reviewed|discussed|went over|reviewing|review of|looked at)\b"
)
"""What is done today with a test of another day."""
_OTHER_VISIT = re.compile(
    r"\b(?:last|previous(?:ly)?|prior|next|earlier) (?:\w+ ){0,2}?(?:seen|visits?|appointments?|encounters?)\b"
)
_SAME_DAY = Stemmed("today", r"\btoday'?s?\b")


class Timing(NamedTuple):
    """A date for a fact, where it stands, and whether the document's layout gave it.

    ``between`` holds the first and last day where only a month is named; ``on`` is then None.
    """

    on: dt.date | None
    from_document: bool = False
    span: tuple[int, int] | None = None
    between: tuple[dt.date, dt.date] | None = None


class Clock:
    """What is known of a document's own dates. Nothing here reads a clock."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._anchor = page.document.date
        self._labelled, self._label_span = self._labelled_date()
        self._dated: dict[tuple[int, int], Sequence[When]] = {}

    def _labelled_date(self) -> tuple[dt.date | None, tuple[int, int] | None]:
        """The date that a label of the document's head gives to the test or visit."""
        head = self._page.folded[:800]
        dates = [when for when in self._page.dates_within(0, len(head)) if when.date is not None]
        for label in _LABELS if dates else ():
            for match in label.finditer(head):
                near = next((when for when in dates if match.end() <= when.start <= match.end() + 3), None)
                if near is not None and (self._anchor is None or near.date is None or near.date <= self._anchor):
                    return near.date, (match.start(), near.end)
        bare = next((when for when in dates if when.date == self._anchor and when.start < 400), None)
        return (bare.date, (bare.start, bare.end)) if bare else (None, None)

    def of_own_words(self, clause: tuple[int, int], at: int) -> Timing:
        """The date that a clause itself names, or today where it says so."""
        dates = self._dates(*clause)
        if dates:
            return self._nearest(dates, at, alone=True)
        return Timing(self._anchor, True) if _NOW.search(self._page.folded, *clause) else Timing(None)

    def of_clause(self, clause: tuple[int, int], statement: Statement, scopes: Scopes, at: int) -> Timing:
        """The date of what stands at ``at``: its clause's, else its sentence's, else today's where that is said."""
        own = self._dates(*clause)
        if not own and clause != (statement.start, statement.end) and _NOW.search(self._page.folded, *clause):
            return Timing(self._anchor, True)
        whole = own if clause == (statement.start, statement.end) else self._dates(statement.start, statement.end)
        for dates in (own, whole):
            if dates:
                return self._nearest(dates, at, alone=len(dates) == 1 or dates is own)
        if _REVIEWED.search(self._page, statement):
            return Timing(None)
        if scopes.has(Kind.TODAY) or _SAME_DAY.search(self._page, statement):
            return Timing(self._anchor, True)
        return Timing(None)

    def _nearest(self, dates: Sequence[When], at: int, *, alone: bool) -> Timing:
        """The date nearest to a place; several dates of a whole sentence give none."""
        if not alone:
            return Timing(None)
        when = min(dates, key=lambda date: min(abs(date.start - at), abs(date.end - at)))
        opens = _OPEN_ENDED.search(self._page.folded, max(0, when.start - 28), when.start)
        return Timing(when.date, between=None if opens else when.between)

    def _dates(self, start: int, end: int) -> Sequence[When]:
        """The dates of events in a stretch; kept, since each mention of a statement asks for them."""
        found = self._dated.get((start, end))
        if found is None:
            folded = self._page.folded
            found = [
                when
                for when in self._page.dates_within(start, end)
                if not _NOT_EVENT_DATES.search(folded, max(0, when.start - 40), when.start)
            ]
            found = [when for when in found if not self._dates_addendum(when)] or found
            self._dated[start, end] = found
        return found

    def _dates_addendum(self, when: When) -> bool:
        """Whether a date says when an addendum was written; it is the event's only where no other is named."""
        return _ADDENDUM_OF.search(self._page.folded, max(0, when.start - 24), when.start) is not None

    def has_date(self, statement: Statement) -> bool:
        """Whether a statement names any date, a month or a year alone included."""
        return bool(self._dates(statement.start, statement.end))

    def of_layout(self, statement: Statement, scopes: Scopes) -> Timing:
        """The date that the document's layout gives to an undated statement; None where that is not sure."""
        kind = self._page.document.kind
        if scopes.has(Kind.COPIED) or scopes.has(Kind.PAST):
            return Timing(None)
        if kind in _REPORTS and self._labelled is not None:
            return Timing(self._labelled, True, self._label_span)
        if kind in _VISITS and statement.section in _VISIT_SECTIONS:
            return Timing(self._anchor, True)
        return Timing(None)

    def of_writing(self) -> Timing:
        """The date of the document."""
        return Timing(self._anchor, True)

    def of_visit(self, statement: Statement) -> Timing:
        """The date of the encounter that the document itself records; a letter that names no date records none."""
        if _OTHER_VISIT.search(self._page.folded, statement.start, statement.end):
            return Timing(None)
        if self._page.document.kind in _VISITS:
            return Timing(self._anchor, True)
        return Timing(self._labelled, True, self._label_span) if self._labelled is not None else Timing(None)
