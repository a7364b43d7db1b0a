"""What earlier statements set up for later ones: a line of conditions over a list, a side, a date, a copied block.

A lead-in is a fragment that names conditions and states no value ("Six-minute walk, room air:", "Seated, awake, room
air."). It holds for what follows directly, up to the next heading or another matter.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.reading.cues import Kind
from agents.reading.layout import Cell, Statement, head_of
from agents.reading.lexicon import Hit, Layer
from agents.reading.page import Page
from agents.reading.sections import Section
from agents.reading.settings import conditions_in, over
from agents.reading.values import numbers_in
from priorauth.case import DocumentKind, Side
from priorauth.facts import Conditions
from priorauth.vocabulary import Concept, ConceptKind

_FRAGMENT_WORDS = 18
_VERB = re.compile(
    r"\b(?:is|was|were|are|has|had|have|will|denies|reports|states|continue|prescribe|order(?:ed)?|uses|wears|recommend|plan|would|should|needs|requires|"
    r"if|goal|titrate|switched|started|returns|presents|he|she|they|i|use|flow|length of need|not performed|home oxygen|expected|given)\b"
)
_METHODS = ("facility_polysomnography", "home_sleep_test", "arterial_blood_gas", "pulse_oximetry")
_HEAD = 700


@dataclass(frozen=True)
class Lead:
    """What the statements before a statement set up for it, and where they stand."""

    conditions: Conditions = Conditions()
    spans: tuple[tuple[int, int], ...] = ()
    side: Side | None = None
    on: dt.date | None = None
    on_span: tuple[int, int] | None = None
    copied: bool = False
    block: int = -1
    section: Section | None = None
    counted: Concept | None = None


class Leads:
    """Walks along a page's statements and keeps what is set up; ask in the order of the statements."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._lead = Lead()
        self._head_side = self._side_of_head()
        self._head_method = self._method_in(0, _HEAD)

    def before(self, statement: Statement) -> Lead:
        """The lead that holds for a statement; the statement then becomes part of what is set up."""
        lead = self._lead
        if statement.section is not lead.section:
            lead = Lead(section=statement.section)
        if statement.block != lead.block:
            lead = replace(lead, side=None, on=None, on_span=None, copied=False, block=statement.block)
        self._lead = self._after(statement, lead)
        if lead.side is not None and not self._lead.copied:
            return lead
        return replace(lead, side=lead.side or self._head_side, copied=lead.copied or self._has(statement, Kind.COPIED))

    def _has(self, statement: Statement, kind: Kind) -> bool:
        start = statement.start if kind is not Kind.COPIED else self._page.text.rfind("\n", 0, statement.start) + 1
        hits = self._page.within(Layer.CONTEXT, start, statement.end)
        return any(cue.kind is kind for hit in hits for cue in hit.meanings)

    def _after(self, statement: Statement, lead: Lead) -> Lead:
        page = self._page
        words = page.folded[statement.start : statement.end]
        sides = [hit for hit in page.within(Layer.SETTING, statement.start, statement.end) if isinstance(hit.meaning, Side)]
        if sides and sides[0].start - statement.start < 4:
            lead = replace(lead, side=sides[0].meaning)
        elif len({hit.meaning for hit in sides}) > 1:
            lead = replace(lead, side=None)
        counted = self._counted(statement)
        if counted is not None:
            lead = replace(lead, counted=counted)
        if self._has(statement, Kind.COPIED):
            lead = replace(lead, copied=True)
        if statement.header:
            return lead
        conditions = conditions_in(page.within(Layer.SETTING, statement.start, statement.end), words)
        stated = conditions.activity is not None or conditions.oxygen is not None
        if stated and self._is_fragment(statement, words):
            spans = (*lead.spans, (statement.start, statement.end))
            lead = self._dated(statement, lead)
            return replace(lead, conditions=over(conditions.model_copy(update={"side": None}), lead.conditions), spans=spans)
        keeps = self._is_value_line(statement) or not stated and len(words) < 60
        return lead if keeps else replace(lead, conditions=Conditions(), spans=())

    def _counted(self, statement: Statement) -> Concept | None:
        """What a heading says is counted below it."""
        hits = self._page.within(Layer.CONCEPT, statement.start, statement.end)
        return next((m for hit in hits for m in hit.meanings if isinstance(m, Concept) and "events" in m.units), None)

    def _dated(self, statement: Statement, lead: Lead) -> Lead:
        """The lead with the one date that a fragment names."""
        dates = [when.date for when in self._page.dates_within(statement.start, statement.end) if when.date]
        return replace(lead, on=dates[0], on_span=(statement.start, statement.end)) if len(dates) == 1 else lead

    def _is_fragment(self, statement: Statement, words: str) -> bool:
        """Whether a statement only sets conditions: short, no verb, no value of its own."""
        if len(words.split()) > _FRAGMENT_WORDS or _VERB.search(words) or self._has(statement, Kind.PLANNED) or self._has(statement, Kind.FAMILY):
            return False
        return not any(number.unit == "%" for number in numbers_in(self._page.folded, statement.start, statement.end)) or "fio2" in words

    def _is_value_line(self, statement: Statement) -> bool:
        hits = self._page.within(Layer.CONCEPT, statement.start, statement.end)
        return any(isinstance(m, Concept) and m.kind is ConceptKind.MEASUREMENT for hit in hits for m in hit.meanings)

    def side_at(self, statement: Statement, hit: Hit) -> Side | None:
        """The side that a mention has in its own words: the one side of the statement, or the nearest before it."""
        sides = [other for other in self._page.within(Layer.SETTING, statement.start, statement.end) if isinstance(other.meaning, Side)]
        if len({other.meaning for other in sides}) == 1:
            return sides[0].meaning
        near = [other for other in sides if other.start <= hit.end and "," not in self._page.folded[other.end : hit.start]]
        return near[-1].meaning if near and len(sides) > 1 else None

    def _side_of_head(self) -> Side | None:
        """The side that the head of an imaging report names."""
        if self._page.document.kind is not DocumentKind.IMAGING:
            return None
        sides = {hit.meaning for hit in self._page.within(Layer.SETTING, 0, 260) if isinstance(hit.meaning, Side)}
        return sides.pop() if len(sides) == 1 else None

    def method(self, statement: Statement, concept: Concept) -> str | None:
        """The test by which a value was measured: as the statement or a report's head names it, or the only one it can be."""
        if concept.id == "arterial_oxygen_partial_pressure":
            return "arterial_blood_gas"
        if concept.unit not in ("%", "1/h"):
            return None
        own = self._method_in(statement.start, statement.end)
        reports = (DocumentKind.SLEEP_STUDY, DocumentKind.TEST_REPORT, DocumentKind.LAB)
        found = own or (self._head_method if self._page.document.kind in reports else None)
        if concept.unit == "1/h":
            return found if found in _METHODS[:2] else None
        return found if concept.id == "oxygen_saturation" and found in _METHODS[2:] else None

    def _method_in(self, start: int, end: int) -> str | None:
        hits = self._page.within(Layer.CONCEPT, start, end)
        named = {m.id for hit in hits for m in hit.meanings if isinstance(m, Concept) and m.id in _METHODS}
        return named.pop() if len(named) == 1 else None

    def column_date(self, statement: Statement, cell: Cell) -> dt.date | None:
        """The date that the header over a cell gives, as in "Eval 07/31"."""
        head = head_of(self._page.text, statement, statement.cells.index(cell))
        if head is None:
            return None
        dates = _dates(self._page, head)
        return dates[0] if dates else None


def _dates(page: Page, head: Cell) -> Sequence[dt.date]:
    anchor = page.document.date
    words = page.folded[head.start : head.end]
    full = [when.date for when in page.dates_within(head.start, head.end) if when.date]
    short = re.search(r"\b([01]?[0-9])/([0-3]?[0-9])\b(?!/)", words)
    if full or short is None or anchor is None:
        return full
    return [date for date in [_this_year(anchor, int(short.group(1)), int(short.group(2)))] if date]


def _this_year(anchor: dt.date, month: int, day: int) -> dt.date | None:
    try:
        date = anchor.replace(month=month, day=day)
        return date if date <= anchor else date.replace(year=anchor.year - 1)
    except ValueError:
        return None
