"""Measured values of a statement, each with the conditions of its own clause.

A value belongs to the measurement named before it in the same clause. Bounds, goals, reference ranges, recited rules
and parts of an index (supine, REM, the first hours) are no values of the measurement.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from agents.reading.assertion import Scopes
from agents.reading.between import CONNECTOR, NOT_SATURATION
from agents.reading.clauses import conditions_of, cut, shared
from agents.reading.cues import Kind
from agents.reading.forms import TICKED
from agents.reading.indices import is_part_of_index
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.measured import Measured
from agents.reading.page import Page
from agents.reading.recitals import is_goal, is_recital, only_claims
from agents.reading.settings import NO_CONDITIONS, conditions_in, names_litres, over
from agents.reading.sides import names_side, sides_of
from agents.reading.values import (
    NEEDS_UNIT,
    Number,
    converted,
    count_before,
    grade_in,
    numbers_in,
    unit_in,
    unit_of_name,
)
from priorauth.facts import Conditions
from priorauth.vocabulary import Concept

_LONG_CONNECTOR = re.compile(r"[^;|]{0,90}$")
_OF_ANOTHER = re.compile(
    r"\b(?:lost|loss of|net|gained|gain of|regained|change|excess|decrease|increase|drop|fall|less than)\b[^.;]{0,24}$"
)
_HOME_READING = re.compile(
    r"\b(?:home|own|personal) (?:pulse )?(?:oximeter|device|pulse ox|monitor|oximetry|readings?)\b"
    r"|\bself-?(?:measured|reported|monitored|checked)\b|\bper (?:patient|pt|family|wife"
    r"|husband|daughter|son|caregiver)\b"
    r"|\b(?:patient|pt|he|she) (?:reports|states|says|notes)\b"
)
_IS_LABEL = re.compile(r"[^()]{0,12}\)\s?:")
_PATIENT_AGAIN = re.compile(r";[^;]*\b(?:pt|patient)\b")
_NOW = re.compile(r",\s*(?:today|now|currently|current)\b")
Taken = tuple[Hit, Concept, Number, Decimal, Decimal | None]
_CURRENT = re.compile(r"\b(?:current|currently|today'?s?|now)\s*$")
_IS_NORMAL = re.compile(r"\s?%?\s?[(,]?\s?(?:is )?(?:normal|nl|ref(?:erence)?)\b")
_TYPICAL = re.compile(r"\b(?:normal|usual|typical|average adult|healthy|acceptable)\s$")
_BRACKETED = re.compile(r"\([^()]*\)")
_CHAIN = re.compile(
    r"\b(?:recover|improv|increas|rose|rise|rising|fell|fall|drop|desat|lowest|nadir|end"
    r"|start|to|then|came|walking|rest|exertion|during|on|with|and|after|up|down)\b"
)
_MOVES = re.compile(r"\b(?:drop|fall|fell|desat|improv|recover|ris|increas|decreas)\w* to\s*$")
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
        self._scopes = scopes
        self._mentions = mentions
        self._words = page.folded
        self._numbers = numbers_in(page.folded, statement.start, statement.end)

    def read(self) -> Iterator[Measured]:
        """The values of the statement, in order."""
        start, end = self._statement.start, self._statement.end
        if is_recital(self._words, start, end):
            return
        taken: list[Taken] = []
        for hit, concept, number in self._pairs():
            unit = number.unit or unit_in(self._words[hit.end : number.start], concept.units)
            if unit is None and concept.unit in NEEDS_UNIT:
                unit = unit_of_name(self._words[hit.start : hit.end], concept.units)
            value = converted(number.value, unit, concept.units)
            high = converted(number.high, unit, concept.units) if number.high is not None else None
            if (
                value is None
                or (unit is None and (concept.unit in NEEDS_UNIT or "needs_unit" in concept.groups))
                or (only_claims(self._words, start, end, value))
            ):
                continue
            taken.append((hit, concept, number, value, high))
        yield from self._with_clauses(taken)

    def _pairs(self) -> Iterator[tuple[Hit, Concept, Number]]:
        """Each number that is a value, with the measurement that it belongs to."""
        numbers = self._numbers
        mentions = list(self._mentions)
        used: set[int] = set()
        for index, (hit, concept) in enumerate(mentions):
            limit = mentions[index + 1][0].start if index + 1 < len(mentions) else self._statement.end
            if concept.id.endswith("_grade"):
                grade = grade_in(self._words, hit.end, min(limit, hit.end + 70))
                if (
                    grade is not None
                    and CONNECTOR.match(self._words, hit.end, grade.start)
                    and not self._is_void(hit, grade)
                ):
                    yield hit, concept, grade
                continue
            counted = self._counted(hit, concept)
            if counted is not None:
                yield hit, concept, counted
                continue
            yield from self._values_after(hit, concept, [n for n in numbers if hit.end <= n.start < limit], used)
            if not any(number.start in used for number in numbers if hit.end <= number.start < limit):
                yield from self._value_before(hit, concept, numbers, used)

    def _counted(self, hit: Hit, concept: Concept) -> Number | None:
        if "counted" not in concept.groups:
            return None
        number = count_before(self._words, self._statement.start, hit.start)
        return None if number is None or self._is_void(hit, number) else number

    def _values_after(
        self, hit: Hit, concept: Concept, numbers: Sequence[Number], used: set[int]
    ) -> Iterator[tuple[Hit, Concept, Number]]:
        last: Number | None = None
        for number in numbers:
            fits = self._chains(concept, last, number) if last else self._follows(hit, concept, number)
            if not fits:
                continue
            if not self._is_void(hit, number):
                used.add(number.start)
                yield hit, concept, number
                if not _is_percent(concept) and not self._is_sided(concept, number):
                    return
            last = number

    def _follows(self, hit: Hit, concept: Concept, number: Number) -> bool:
        """Whether the first number after a mention is its value."""
        gap = _BRACKETED.sub(" ", self._words[hit.end : number.start])
        if concept.unit == "1/h" and is_part_of_index(self._words, self._statement, hit, number):
            return False
        if _is_percent(concept) and NOT_SATURATION.search(gap):
            return False
        if number.high is not None and _IS_LABEL.match(self._words, number.end):
            return False
        if _OF_ANOTHER.search(gap):
            return False
        explicit = number.unit is not None and number.unit in concept.units
        if explicit and concept.unit != "1":
            return _LONG_CONNECTOR.match(gap) is not None
        if number.scale is not None and concept.unit == "1":
            return len(gap) < 60
        foreign = number.unit is not None and not explicit
        return not foreign and CONNECTOR.match(gap) is not None

    def _chains(self, concept: Concept, last: Number, number: Number) -> bool:
        """Whether a further number continues the same measurement: "86 % at rest, 82 % walking"."""
        gap = self._words[last.end : number.start]
        if self._is_sided(concept, last):
            fits = number.unit is None or number.unit in concept.units
            return fits and names_side(self._page, self._statement, last.end, number.end)
        if not _is_percent(concept) or NOT_SATURATION.search(gap):
            return False
        if number.unit == "%":
            return _CHAIN.search(gap) is not None or self._has_setting(last.end, number.end + 14)
        return (
            last.unit is None
            and number.unit is None
            and 50 <= number.value <= 100
            and (self._has_setting(last.end, number.start) or _MOVES.search(gap) is not None)
        )

    def _is_sided(self, concept: Concept, number: Number) -> bool:
        """Whether a value is one of two sides': "MRD 0.5 mm on the right and 3.5 mm on the left"."""
        return "has_side" in concept.groups and names_side(self._page, self._statement, number.start, number.end)

    def _has_setting(self, start: int, end: int) -> bool:
        hits = self._page.within(Layer.SETTING, start, min(end, self._statement.end))
        return any(hit.meaning is not None for hit in hits) or names_litres(self._words, start, end)

    def _value_before(
        self, hit: Hit, concept: Concept, numbers: Sequence[Number], used: set[int]
    ) -> Iterator[tuple[Hit, Concept, Number]]:
        """A value written before its name: "86 % saturation"."""
        before = [number for number in numbers if number.end <= hit.start and number.start not in used]
        if (
            before
            and self._words[before[-1].end : hit.start].strip() in ("", "o2", "oxygen", "on", "by", "of")
            and not self._is_void(hit, before[-1])
        ):
            number = before[-1]
            if number.unit in concept.units or (number.unit is None and concept.unit != "1"):
                used.add(number.start)
                yield hit, concept, number

    def _is_void(self, hit: Hit, number: Number) -> bool:
        """Whether the number is a goal, a condition, another's, or denied."""
        kinds = self._scopes.kinds_over(number.start, number.start + 1)
        if not _PATIENT_AGAIN.search(self._words, hit.end, number.start):
            kinds |= self._scopes.kinds_over(hit.start, hit.end)
        if kinds & {Kind.MUTE, Kind.FAMILY, Kind.HYPOTHETICAL, Kind.NEGATED, Kind.FUTURE}:
            return True
        if _TYPICAL.search(self._words, max(self._statement.start, hit.start - 16), hit.start):
            return True
        if number.high is not None and _IS_NORMAL.match(self._words, number.end):
            return True
        chunk = max(self._words.rfind(sign, self._statement.start, number.start) for sign in (";", "|"))
        now = [match.start() for match in _NOW.finditer(self._words, self._statement.start, number.start)]
        start = max(chunk, self._statement.start, *now)
        return is_goal(_BRACKETED.sub(" ", self._words[start : number.start]), 0, number.start - start)

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
        sides = sides_of(page, statement, values)
        current = {c.id for h, c, *_ in taken if "gas_exchange" not in c.groups and self._is_current(h)}
        for (hit, concept, number, value, high), offsets in zip(taken, values, strict=True):
            clause = clauses[offsets]
            own = conditions_of(page, clause, offsets)
            conditions = own or NO_CONDITIONS
            for wider in (common, ticked) if own is not None else ():
                conditions = over(conditions, wider)
            if "has_side" in concept.groups and offsets in sides:
                conditions = conditions.model_copy(update={"side": sides[offsets]})
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
            past = _PAST_VALUE.search(page.folded, *clause) is not None or (
                concept.id in current and not self._is_current(hit)
            )
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
            )

    def _is_current(self, hit: Hit) -> bool:
        """Whether a value is called the current one, beside which another of its statement is past."""
        return _CURRENT.search(self._words, max(self._statement.start, hit.start - 12), hit.start) is not None


def _is_percent(concept: Concept) -> bool:
    return concept.unit == "%" and "saturation" in concept.id
