"""Measured values of a statement, each with the conditions of its own clause.

A value belongs to the measurement named before it in the same clause. Bounds, goals, reference ranges, recited rules
and parts of an index (supine, REM, the first hours) are no values of the measurement.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from agents.reading.assertion import Scopes
from agents.reading.carried import announced
from agents.reading.clauses import conditions_of, cut, shared
from agents.reading.forms import TICKED
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.measured import Measured
from agents.reading.page import Page
from agents.reading.pairing import Pairing
from agents.reading.recitals import is_recital, only_claims
from agents.reading.settings import NO_CONDITIONS, conditions_in, over
from agents.reading.values import (
    NEEDS_UNIT,
    Number,
    as_percent,
    converted,
    numbers_in,
    unit_in,
    unit_of_name,
)
from priorauth.facts import Conditions
from priorauth.vocabulary import Concept

_HOME_READING = re.compile(
    r"\b(?:home|own|personal) (?:pulse )?(?:oximeter|device|pulse ox|monitor|oximetry|readings?)\b"
    r"|\bself-?(?:measured|reported|monitored|checked)\b|\bper (?:patient|pt|family|wife"
    r"|husband|daughter|son|caregiver)\b"
    r"|\b(?:patient|pt|he|she) (?:reports|states|says|notes)\b"
)
Taken = tuple[Hit, Concept, Number, Decimal, Decimal | None]
_CURRENT = re.compile(r"\b(?:current|currently|today'?s?|now)\s*$")
_START_OF_WALK = re.compile(r"\b(?:start|begin|baseline|pre|before|initial|end|finish|final)\w*\W{0,3}$")
_PAST_VALUE = re.compile(
    r"\b(?:previous(?:ly)?|prior|last (?:visit|month|year|week|time)|was [0-9.]+ ?%? in"
    r"|formerly|in the past|historical|earlier|years? ago|at that time)\b"
)


class MeasurementReader:
    """Reads the measurements of one statement. ``concepts`` are those of the vocabulary by id."""

    def __init__(
        self, page: Page, statement: Statement, scopes: Scopes, mentions: Sequence[tuple[Hit, Concept]]
    ) -> None:
        self._page = page
        self._statement = statement
        self._words = page.folded
        self._numbers = numbers_in(page.folded, statement.start, statement.end)
        self._pairing = Pairing(page, statement, scopes, mentions, self._numbers)

    def read(self) -> Iterator[Measured]:
        """The values of the statement, in order."""
        pairs = list(self._pairing.read())
        if not pairs or is_recital(self._page, self._statement):
            return
        taken: list[Taken] = []
        for hit, concept, number in pairs:
            unit = number.unit or unit_in(self._words[hit.end : number.start], concept.units)
            if unit is None and _needs_unit(concept):
                unit = unit_of_name(self._words[hit.start : hit.end], concept.units)
            value, high = (self._in_unit(concept, written, unit) for written in (number.value, number.high))
            if (
                value is None
                or (unit is None and _needs_unit(concept))
                or (only_claims(self._page, self._statement, value))
            ):
                continue
            taken.append((hit, concept, number, value, high))
        yield from self._with_clauses(taken)

    def _in_unit(self, concept: Concept, written: Decimal | None, unit: str | None) -> Decimal | None:
        """A figure in the concept's unit, None where its own unit is another."""
        if written is None:
            return None
        is_fraction = concept.unit == "%" and unit is None
        return converted(as_percent(written, concept.plausible) if is_fraction else written, unit, concept.units)

    def _other_percents(self) -> list[tuple[int, int]]:
        """Percentages that may be nobody's value, but end the clause of one all the same."""
        return [(number.start, number.end) for number in self._numbers if number.unit == "%"]

    def _ticked(self) -> Conditions:
        """The conditions that ticked boxes of the statement's own line give to its only value."""
        start, end = self._statement.start, self._statement.end
        if not TICKED.search(self._page.text, start, end):
            return NO_CONDITIONS
        return conditions_in(self._page.within(Layer.SETTING, start, end), self._page.folded[start:end])

    def _with_clauses(self, taken: Sequence[Taken]) -> Iterator[Measured]:
        if not taken:
            return
        taken = sorted(taken, key=lambda item: item[2].start)
        page, statement = self._page, self._statement
        values = [(number.start, number.end) for _, _, number, _, _ in taken]
        marks = sorted({*values, *self._other_percents()})
        clauses = dict(zip(marks, cut(page, statement.start, statement.end, marks), strict=True))
        ticked = self._ticked() if len(taken) == 1 else NO_CONDITIONS
        common = (
            shared(page, statement.start, values[0][0], values[-1][1], statement.end)
            if len(taken) > 1
            else NO_CONDITIONS
        )
        current = {c.id for h, c, *_ in taken if "gas_exchange" not in c.groups and self._is_current(h)}
        for (hit, concept, number, value, high), offsets in zip(taken, values, strict=True):
            told = self._pairing.series.get(number.start)
            clause = told.clause if told else clauses[offsets]
            own = conditions_of(page, clause, offsets)
            conditions = own or NO_CONDITIONS
            for wider in (common, ticked) if own is not None else ():
                conditions = over(conditions, wider)
            if own is not None and offsets == values[0] and "gas_exchange" in concept.groups:
                conditions = over(conditions, announced(page, statement, number.start))
            if _START_OF_WALK.search(page.folded, clause[0], number.start):
                own, conditions = None, conditions.model_copy(update={"activity": None})
            explicit = (
                number.unit is not None
                or number.scale is not None
                or number.is_grade
                or concept.unit == "1"
                or concept.unit == "1/h"
            )
            hearsay = "gas_exchange" in concept.groups and _HOME_READING.search(page.folded, *clause) is not None
            past = (told is not None and told.past) or _PAST_VALUE.search(page.folded, *clause) is not None
            past = past or (concept.id in current and not self._is_current(hit))
            yield Measured(
                concept,
                hit.start,
                number,
                value,
                high,
                conditions,
                clause,
                explicit,
                past,
                contested=own is None,
                hearsay=hearsay,
                is_told_apart=told is not None,
            )

    def _is_current(self, hit: Hit) -> bool:
        """Whether a value is called the current one, beside which another of its statement is past."""
        return _CURRENT.search(self._words, max(self._statement.start, hit.start - 12), hit.start) is not None


def _needs_unit(concept: Concept) -> bool:
    """Whether a bare number says nothing: other units are as usual, or other counts stand beside it."""
    return concept.unit in NEEDS_UNIT or "needs_unit" in concept.groups or concept.id.endswith("_relief")
