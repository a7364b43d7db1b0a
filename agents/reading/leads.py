"""What earlier statements set up for later ones: a line of conditions over a list, a side, a date, a copied block.

A lead-in is a fragment that names conditions and states no value ("Six-minute walk, room air:", "Seated, awake, room
air."). It holds for what follows directly, up to the next heading or another matter.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from agents.reading.cues import Kind
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.page import Page
from agents.reading.sections import Section
from agents.reading.settings import NO_CONDITIONS, conditions_in, over
from agents.reading.values import numbers_in
from priorauth.case import DocumentKind, Side
from priorauth.facts import Conditions
from priorauth.vocabulary import Concept, ConceptKind

_FRAGMENT_WORDS = 18
_REACH = 8
"""For how many statements a lead-in holds at most; the rows of a table count as none."""
_SHORT = 60
_VERB = re.compile(
    r"\b(?:is|was|were|are|has|had|have|will|denies|reports|states|continue|prescribe|order(?:ed)?"
    r"|uses|wears|recommend|plan|would|should|needs|requires|"
    r"if|goal|titrate|switched|started|returns|presents|he|she|they|i|use|flow|length of need"
    r"|not performed|home oxygen|expected|given)\b"
)
_METHODS = ("facility_polysomnography", "home_sleep_test", "arterial_blood_gas", "pulse_oximetry")
_NOT_A_TITLE = frozenset(
    {Kind.PLANNED, Kind.FUTURE, Kind.HYPOTHETICAL, Kind.NEGATED, Kind.FAMILY, Kind.MUTE, Kind.PAST, Kind.COPIED}
)
_MEASURE = re.compile(r"[0-9]\s?(?:%|mmhg|mm hg|kpa|/h)")
_NO_KINDS = frozenset[Kind]()
_HEAD = 700
_LINE_REACH = 600
"""How far back on its line a statement is looked at: a record may come as one line of a megabyte."""


class Lead(NamedTuple):
    """What the statements before a statement set up for it, and where they stand."""

    conditions: Conditions = NO_CONDITIONS
    spans: tuple[tuple[int, int], ...] = ()
    side: Side | None = None
    on: dt.date | None = None
    on_span: tuple[int, int] | None = None
    copied: bool = False
    section: Section | None = None
    counted: Concept | None = None
    titled: Concept | None = None
    lines: int = 0
    left: int = 0


class Leads:
    """Walks along a page's statements and keeps what is set up; ask in the order of the statements."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._lead = Lead()
        self._block = -1
        self._head_side = self._side_of_head()
        self._head_method = self._method_in(0, _HEAD)

    def before(self, statement: Statement, concepts: Sequence[Concept]) -> Lead:
        """The lead that holds for a statement; the statement, with its concepts, becomes part of what is set up."""
        lead = self._lead
        if statement.section is not lead.section:
            lead = Lead(section=statement.section)
        if statement.block != self._block:
            self._block = statement.block
            if lead.side or lead.on or lead.copied:
                lead = lead._replace(side=None, on=None, on_span=None, copied=False)
        reach = max(0, statement.start - _LINE_REACH)
        line = self._page.text.rfind("\n", reach, statement.start) + 1
        kinds = self._kinds(line or reach, statement.end)
        self._lead = self._after(statement, concepts, lead, kinds)
        side, copied = lead.side or self._head_side, lead.copied or Kind.COPIED in kinds
        return lead if (side, copied) == (lead.side, lead.copied) else lead._replace(side=side, copied=copied)

    def _kinds(self, start: int, end: int) -> frozenset[Kind]:
        hits = self._page.within(Layer.CONTEXT, start, end)
        return frozenset([cue.kind for hit in hits for cue in hit.meanings]) if hits else _NO_KINDS

    def _after(self, statement: Statement, concepts: Sequence[Concept], lead: Lead, kinds: frozenset[Kind]) -> Lead:
        hits = self._page.within(Layer.SETTING, statement.start, statement.end)
        if not (hits or concepts or lead.spans or lead.titled or Kind.COPIED in kinds):
            return lead
        changes: dict[str, Any] = self._new_side(statement, hits) if hits else {}
        counted = _counted(concepts) if concepts else None
        if counted is not None:
            changes["counted"] = counted
        titled = self._titled(statement, concepts, kinds) if concepts else None
        if titled is not None:
            changes |= {"titled": titled, "lines": _REACH}
        elif lead.titled is not None:
            changes |= {"titled": lead.titled if lead.lines > 1 else None, "lines": lead.lines - 1}
        if Kind.COPIED in kinds:
            changes["copied"] = True
        if not statement.header:
            changes |= self._new_conditions(statement, lead, hits, concepts, kinds)
        return lead._replace(**changes) if changes else lead

    def _new_side(self, statement: Statement, hits: Sequence[Hit]) -> dict[str, Any]:
        sides = [hit for hit in hits if isinstance(hit.meaning, Side)]
        if sides and sides[0].start - statement.start < 4:
            return {"side": sides[0].meaning}
        return {"side": None} if len({hit.meaning for hit in sides}) > 1 else {}

    def _new_conditions(
        self,
        statement: Statement,
        lead: Lead,
        hits: Sequence[Hit],
        concepts: Sequence[Concept],
        kinds: frozenset[Kind],
    ) -> dict[str, Any]:
        """What a statement sets up: its own conditions where it is a fragment; another matter ends what was set up."""
        words = self._page.folded[statement.start : statement.end]
        conditions = conditions_in(hits, words) if hits else NO_CONDITIONS
        stated = conditions.activity is not None or conditions.oxygen is not None
        if (
            stated
            and not kinds & {Kind.PLANNED, Kind.FAMILY, Kind.HYPOTHETICAL}
            and self._is_fragment(statement, words)
        ):
            own = over(conditions.model_copy(update={"side": None}), lead.conditions)
            spans = (*lead.spans, (statement.start, statement.end))
            return self._new_date(statement) | {"conditions": own, "spans": spans, "left": _REACH}
        keeps = not stated and lead.left > 0 and (len(words) < _SHORT or _has_measurement(concepts))
        if keeps:
            return {"left": lead.left - 1} if lead.spans else {}
        return {"conditions": NO_CONDITIONS, "spans": (), "left": 0} if lead.spans else {}

    def _titled(self, statement: Statement, concepts: Sequence[Concept], kinds: frozenset[Kind]) -> Concept | None:
        """The saturation that a heading without a value announces for the lines below it."""
        saturation = next((m for m in concepts if "gas_exchange" in m.groups and m.unit == "%"), None)
        if saturation is None:
            return None
        words = self._page.text[statement.start : statement.end]
        if "%" in words or len(words.split()) > 8 or words.endswith(".") or kinds & _NOT_A_TITLE:
            return None
        return saturation

    def _is_bare(self, words: str) -> bool:
        """Whether a fragment's numbers are only times, dates, distances and lengths of rest."""
        return _MEASURE.search(words) is None

    def _new_date(self, statement: Statement) -> dict[str, Any]:
        """The one date that a fragment names."""
        dates = [when.date for when in self._page.dates_within(statement.start, statement.end) if when.date]
        return {"on": dates[0], "on_span": (statement.start, statement.end)} if len(dates) == 1 else {}

    def _is_fragment(self, statement: Statement, words: str) -> bool:
        """Whether a statement only sets conditions: short, no verb, no value of its own."""
        written = self._page.text[statement.start : statement.end]
        if len(words.split()) > _FRAGMENT_WORDS or _VERB.search(words) or "_" in written or "%" in written:
            return False
        return (
            "fio2" in words or not numbers_in(self._page.folded, statement.start, statement.end) or self._is_bare(words)
        )

    def side_at(self, statement: Statement, hit: Hit) -> Side | None:
        """The side that a mention has in its own words: the one side of the statement, or the nearest before it."""
        grid = self._page.grids.get(statement.start)
        headed = [side for cell, side in grid.sided or () if cell.start == hit.start] if grid else []
        if headed:
            return headed[0]
        sides = [
            other
            for other in self._page.within(Layer.SETTING, statement.start, statement.end)
            if isinstance(other.meaning, Side)
        ]
        if len({other.meaning for other in sides}) > 1:
            sides = [other for other in sides if ";" not in self._between(other, hit)] or sides
        if len({other.meaning for other in sides}) == 1:
            return sides[0].meaning
        near = [
            other for other in sides if other.start <= hit.end and "," not in self._page.folded[other.end : hit.start]
        ]
        return near[-1].meaning if near and len(sides) > 1 else None

    def _between(self, one: Hit, other: Hit) -> str:
        first, second = sorted((one, other), key=lambda hit: hit.start)
        return self._page.folded[first.end : second.start]

    def _side_of_head(self) -> Side | None:
        """The side that the head of an imaging report names."""
        if self._page.document.kind is not DocumentKind.IMAGING:
            return None
        sides = {hit.meaning for hit in self._page.within(Layer.SETTING, 0, 260) if isinstance(hit.meaning, Side)}
        return sides.pop() if len(sides) == 1 else None

    def method(self, statement: Statement, concept: Concept) -> str | None:
        """The test that gave a value: as the statement or a report's head names it, or the only one it can be."""
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


def _counted(concepts: Sequence[Concept]) -> Concept | None:
    """What a heading says is counted below it."""
    return next((concept for concept in concepts if "events" in concept.units), None)


def _has_measurement(concepts: Sequence[Concept]) -> bool:
    return any(concept.kind is ConceptKind.MEASUREMENT for concept in concepts)
