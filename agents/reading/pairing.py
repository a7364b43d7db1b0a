"""Which number of a statement is the value of which measurement.

A value belongs to the measurement named before it in the same clause, or right behind it. Goals, reference ranges,
another's value and what is denied are none.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from agents.reading.assertion import Scopes
from agents.reading.bounds import bound_of, bounds_in
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
    tells_relief_by,
)
from agents.reading.cues import Kind
from agents.reading.indices import is_part_of_index, is_share_of_limit
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.page import Page
from agents.reading.recitals import is_goal
from agents.reading.series import Told, series
from agents.reading.settings import names_litres
from agents.reading.values import Number, count_before, grade_in, times_after
from priorauth.vocabulary import Concept

Pair = tuple[Hit, Concept, Number]
_PATIENT_AGAIN = re.compile(r";[^;]*\b(?:pt|patient)\b")
_NOW = re.compile(r",\s*(?:today|now|currently|current)\b")
_VOID = frozenset({Kind.MUTE, Kind.FAMILY, Kind.HYPOTHETICAL, Kind.NEGATED, Kind.FUTURE})
_IS_NORMAL = re.compile(r"\s?%?\s?[(,]?\s?(?:is )?(?:normal|nl|ref(?:erence)?)\b")
_TYPICAL = re.compile(r"\b(?:normal|usual|typical|average adult|healthy|acceptable)\s$")


class Pairing:
    """Pairs the measurements that one statement names with its numbers.

    ``series`` holds the values that are one of several of the same measurement, by where they begin; it is complete
    once :meth:`read` is exhausted.
    """

    def __init__(
        self,
        page: Page,
        statement: Statement,
        scopes: Scopes,
        mentions: Sequence[tuple[Hit, Concept]],
        numbers: Sequence[Number],
    ) -> None:
        self._page = page
        self._statement = statement
        self._scopes = scopes
        self._mentions = mentions
        self._words = page.folded
        self._numbers = numbers
        self.series: dict[int, Told] = {}

    def read(self) -> Iterator[Pair]:
        """Each number that is a value, with the measurement that it belongs to."""
        numbers = self._numbers
        mentions = list(self._mentions)
        used: set[int] = set()
        bounds = bounds_in(self._page, self._statement)
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

    def _values_after(self, hit: Hit, concept: Concept, numbers: Sequence[Number], used: set[int]) -> Iterator[Pair]:
        """The first number that is the mention's value, and those that go on with the same measurement."""
        first = next((index for index, number in enumerate(numbers) if self._follows(hit, concept, number)), None)
        if first is None:
            return
        if _is_percent(concept):
            found = self._chain(concept, numbers[first:])
        else:
            told = series(self._page, self._statement, concept, hit, list(self._own(hit, concept, numbers[first:])))
            self.series.update({one.number.start: one for one in told})
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

    def _value_before(self, hit: Hit, concept: Concept, numbers: Sequence[Number], used: set[int]) -> Iterator[Pair]:
        """A value written before its name: "86 % saturation"."""
        before = [number for number in numbers if number.end <= hit.start and number.start not in used]
        if not before:
            return
        relief = concept.id.endswith("_relief") and tells_relief_by(self._words, before[-1], hit)
        if not relief and not names_what_precedes(self._words, self._statement, before[-1], hit):
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
        void = _VOID - {Kind.FUTURE} if _is_of_the_service(hit) else _VOID
        if kinds & void:
            return True
        if _TYPICAL.search(self._words, max(self._statement.start, hit.start - 16), hit.start):
            return True
        if number.high is not None and _IS_NORMAL.match(self._words, number.end):
            return True
        chunk = max(self._words.rfind(sign, self._statement.start, number.start) for sign in (";", "|"))
        now = [match.start() for match in _NOW.finditer(self._words, self._statement.start, number.start)]
        start = max(chunk, self._statement.start, *now)
        return is_goal(BRACKETED.sub(" ", self._words[start : number.start]), 0, number.start - start)


def _is_of_the_service(hit: Hit) -> bool:
    """Whether a measurement is one of the service itself, which "will be" what it is: "will inject 155 units"."""
    return any(isinstance(one, Concept) and "of_the_service" in one.groups for one in hit.meanings)


def _is_percent(concept: Concept) -> bool:
    return concept.unit == "%" and "saturation" in concept.id
