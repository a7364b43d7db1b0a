"""Measured values of a statement, each with the conditions of its own clause.

A value belongs to the measurement named before it in the same clause. Bounds, goals, reference ranges, recited rules
and parts of an index (supine, REM, the first hours) are no values of the measurement.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from agents.reading.assertion import Scopes
from agents.reading.bounds import bound_of, bounds_in
from agents.reading.carried import announced
from agents.reading.clauses import conditions_of, cut, shared
from agents.reading.connectors import (
    BRACKETED,
    CHAIN,
    CONNECTOR,
    IS_LABEL,
    LONG_CONNECTOR,
    MOVES,
    NOT_SATURATION,
    OF_ANOTHER,
    is_of_another,
    names_what_precedes,
)
from agents.reading.cues import Kind
from agents.reading.forms import TICKED
from agents.reading.indices import is_part_of_index, is_share_of_limit
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.measured import Measured
from agents.reading.page import Page
from agents.reading.recitals import is_goal, is_recital, only_claims
from agents.reading.series import Told, series
from agents.reading.settings import NO_CONDITIONS, conditions_in, names_litres, over
from agents.reading.values import (
    NEEDS_UNIT,
    Number,
    as_percent,
    converted,
    count_before,
    grade_in,
    numbers_in,
    times_after,
    unit_in,
)
from priorauth.facts import Conditions
from priorauth.vocabulary import Concept

_HOME_READING = re.compile(
    r"\b(?:home|own|personal) (?:pulse )?(?:oximeter|device|pulse ox|monitor|oximetry|readings?)\b"
    r"|\bself-?(?:measured|reported|monitored|checked)\b|\bper (?:patient|pt|family|wife"
    r"|husband|daughter|son|caregiver)\b"
    r"|\b(?:patient|pt|he|she) (?:reports|states|says|notes)\b"
)
_PATIENT_AGAIN = re.compile(r";[^;]*\b(?:pt|patient)\b")
_NOW = re.compile(r",\s*(?:today|now|currently|current)\b")
Taken = tuple[Hit, Concept, Number, Decimal, Decimal | None]
_CURRENT = re.compile(r"\b(?:current|currently|today'?s?|now)\s*$")
_IS_NORMAL = re.compile(r"\s?%?\s?[(,]?\s?(?:is )?(?:normal|nl|ref(?:erence)?)\b")
_TYPICAL = re.compile(r"\b(?:normal|usual|typical|average adult|healthy|acceptable)\s$")
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
        self._series: dict[int, Told] = {}

    def read(self) -> Iterator[Measured]:
        """The values of the statement, in order."""
        start, end = self._statement.start, self._statement.end
        if is_recital(self._words, start, end):
            return
        taken: list[Taken] = []
        for hit, concept, number in self._pairs():
            unit = number.unit or unit_in(self._words[hit.end : number.start], concept.units)
            value, high = (self._in_unit(concept, written, unit) for written in (number.value, number.high))
            if (
                value is None
                or (unit is None and concept.unit in NEEDS_UNIT)
                or (only_claims(self._words, start, end, value))
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

    def _pairs(self) -> Iterator[tuple[Hit, Concept, Number]]:
        """Each number that is a value, with the measurement that it belongs to."""
        numbers = self._numbers
        mentions = list(self._mentions)
        used: set[int] = set()
        bounds = bounds_in(self._page, self._statement)
        for index, (hit, concept) in enumerate(mentions):
            limit = mentions[index + 1][0].start if index + 1 < len(mentions) else self._statement.end
            if concept.id.endswith("_grade"):
                grade = grade_in(self._words, hit.end, min(limit, hit.end + 40))
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
                found = list(self._value_before(hit, concept, numbers, used))
                bound = bound_of(self._page, hit, concept, bounds, limit) if not found else None
                yield from found
                if bound is not None and not self._is_void(hit, bound):
                    yield hit, concept, bound

    def _counted(self, hit: Hit, concept: Concept) -> Number | None:
        if concept.unit == "1/d":
            number = times_after(self._words, hit.end, self._statement.end)
        elif "counted" in concept.groups:
            number = count_before(self._words, self._statement.start, hit.start)
        else:
            return None
        return None if number is None or self._is_void(hit, number) else number

    def _values_after(
        self, hit: Hit, concept: Concept, numbers: Sequence[Number], used: set[int]
    ) -> Iterator[tuple[Hit, Concept, Number]]:
        """The first number that is the mention's value, and those that go on with the same measurement."""
        first = next((index for index, number in enumerate(numbers) if self._follows(hit, concept, number)), None)
        if first is None:
            return
        if _is_percent(concept):
            found = self._chain(concept, numbers[first:])
        else:
            told = series(self._page, self._statement, concept, hit, list(self._own(hit, concept, numbers[first:])))
            self._series.update({one.number.start: one for one in told})
            found = [one.number for one in told] or [numbers[first]]
        for number in found:
            if not self._is_void(hit, number):
                used.add(number.start)
                yield hit, concept, number

    def _own(self, hit: Hit, concept: Concept, numbers: Sequence[Number]) -> Iterator[Number]:
        """The numbers up to the first percentage that the words behind it call another thing's."""
        name = self._words[hit.start : hit.end]
        return takewhile(lambda n: concept.unit != "%" or not is_of_another(self._words, name, "", n.end), numbers)

    def _chain(self, concept: Concept, numbers: Sequence[Number]) -> Iterator[Number]:
        """The first saturation and those that the words go on to: "86 % at rest, 82 % walking"."""
        last: Number | None = None
        for number in numbers:
            if last is None or self._chains(concept, last, number):
                yield number
                last = number

    def _follows(self, hit: Hit, concept: Concept, number: Number) -> bool:
        """Whether the first number after a mention is its value."""
        gap = BRACKETED.sub(" ", self._words[hit.end : number.start])
        if concept.unit == "1/h" and is_part_of_index(self._words, self._statement, hit, number):
            return False
        if _is_percent(concept) and NOT_SATURATION.search(gap):
            return False
        if concept.unit == "%" and is_of_another(self._words, self._words[hit.start : hit.end], gap, number.end):
            return False
        if concept.id == "c_peptide_of_lower_limit" and not is_share_of_limit(self._words, hit, number):
            return False
        if number.high is not None and IS_LABEL.match(self._words, number.end):
            return False
        if OF_ANOTHER.search(gap):
            return False
        explicit = number.unit is not None and number.unit in concept.units
        if explicit and concept.unit != "1":
            return LONG_CONNECTOR.match(gap) is not None
        if number.scale is not None and concept.unit == "1":
            return len(gap) < 60
        foreign = number.unit is not None and not explicit
        return not foreign and CONNECTOR.match(gap) is not None

    def _chains(self, concept: Concept, last: Number, number: Number) -> bool:
        """Whether a further number continues the same measurement: "86 % at rest, 82 % walking"."""
        gap = self._words[last.end : number.start]
        if not _is_percent(concept) or NOT_SATURATION.search(gap):
            return False
        if number.unit == "%":
            return CHAIN.search(gap) is not None or self._has_setting(last.end, number.end + 14)
        return (
            last.unit is None
            and number.unit is None
            and 50 <= number.value <= 100
            and (self._has_setting(last.end, number.start) or MOVES.search(gap) is not None)
        )

    def _has_setting(self, start: int, end: int) -> bool:
        hits = self._page.within(Layer.SETTING, start, min(end, self._statement.end))
        return any(hit.meaning is not None for hit in hits) or names_litres(self._words, start, end)

    def _value_before(
        self, hit: Hit, concept: Concept, numbers: Sequence[Number], used: set[int]
    ) -> Iterator[tuple[Hit, Concept, Number]]:
        """A value written before its name: "86 % saturation"."""
        before = [number for number in numbers if number.end <= hit.start and number.start not in used]
        if not before or not names_what_precedes(self._words, self._statement, before[-1], hit):
            return
        number = before[-1]
        fits = number.unit in concept.units or (number.unit is None and concept.unit != "1")
        if fits and not self._is_void(hit, number):
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
        return is_goal(self._words, max(chunk, self._statement.start, *now), number.start)

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
            told = self._series.get(number.start)
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


def _is_percent(concept: Concept) -> bool:
    return concept.unit == "%" and "saturation" in concept.id
