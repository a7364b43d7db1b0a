"""Measured values of a statement, each with the conditions of its own clause.

A value belongs to the measurement named before it in the same clause. Bounds, goals, reference ranges, recited rules
and parts of an index (supine, REM, the first hours) are no values of the measurement.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agents.reading.assertion import Scopes
from agents.reading.clauses import conditions_of, cut, shared
from agents.reading.cues import Kind
from agents.reading.forms import TICKED
from agents.reading.layout import Cell, Statement, head_of
from agents.reading.lexicon import Hit, Layer
from agents.reading.page import Page
from agents.reading.settings import conditions_in, over
from agents.reading.values import NEEDS_UNIT, Number, converted, grade_in, numbers_in, unit_in
from priorauth.facts import Conditions
from priorauth.vocabulary import Concept

_RECITAL = re.compile(
    r"\b(?:medicare|medicaid|cms|ncd|lcd|payer|insurance|insurer|policy|policies|guidelines?)\b[^.;]{0,60}\b(?:covers?|covered|coverage|requires?|required|criteri\w+|qualif\w+|states?|allows?|when|says|limits?)\b"
    r"|\b(?:cover(?:s|ed|age)|criteri(?:a|on)|qualifying (?:value|level|saturation|range)s?|eligib\w+|threshold|cut-?off|guidelines?)\b[^.;]{0,80}\b(?:if|when|is|are|of|require[sd]?|includes?|:|below|less|or)\b"
    r"|\b(?:is|are) (?:defined|considered|classified) as\b|\bper (?:medicare|cms|ncd|lcd|policy|guidelines?)\b|\bmust (?:be|have)\b"
    r"|\b(?:reference|normal) (?:range|values?|interval|limits?)\b|\bfor educational\b|\bin patients with\b|\bpatients? (?:who|whose|with an?) \w+ (?:of|is|are)\b|\bqualif(?:y|ies) (?:if|when|with a)\b"
)
_CLAIM = re.compile(r"\b(?:meets?|meeting|met|satisf(?:y|ies)|fulfil\w*|qualif(?:y|ies)|per)\b[^.;]{0,50}\b(?:criteri\w+|requirements?|guidelines?|medicare|coverage|polic\w+|oxygen|surgery)\b")
_THRESHOLDS = frozenset(Decimal(number) for number in (5, 14, 15, 30, 35, 40, 55, 56, 59, 60, 88, 89))
_GOAL = re.compile(r"\b(?:goal|target|titrate|titrated|titration goal|maintain|keep|keeping|aim|aiming|desired|ideal|call if|alert|alarm|notify|parameters?|hold for|hold if|expected|critical value|healthy|anticipated|to achieve|reach)\b")
_REFERENCE_HEADER = re.compile(r"\b(?:ref(?:erence)?\.?|normal|range|goal|target|limits?|flag|predicted|pred|expected|norm)\b")
_SUB_INDEX = re.compile(
    r"\b(?:supine|non-?supine|rem|nrem|lateral|prone|side|first (?:\d|two|three) ?h(?:ours?|rs?)?|in first|central|cai|residual|on cpap|on pap|on bipap|with cpap|off-?supine|left side|right side|during titration|post-?titration|arousal|plm|split|at optimal)\b"
)
_NOT_SATURATION = re.compile(
    r"\b(?:fev1?|fvc|dlco|tlc|rv/tlc|pred(?:icted)?|lvef|ef|hct|hematocrit|fio2|efficiency|adheren\w+|compliance|of nights|of sleep|a1c|hba1c|weight|ewl|time|t88|t90|duration|minutes|min below|min at|co2|hemoglobin|perfusion|ndi|rvsp|snor\w+|bsa|of time|total time|below|drop|decrease of|fall of|reduction)\b"
)
_CONNECTOR = re.compile(
    r"\s*(?:(?:of|is|was|were|at|to|be|=|:|-|~|,|\(|\)|level|levels|reading|readings|value|score|result|index|current|today|now|total|measured|calculated|"
    r"on|about|approximately|approx|around|room|air|ra|rest|resting|seated|sitting|exertion|ambulation|walking|awake|sleep|asleep|overnight|lowest|nadir|mean|average|avg|baseline|"
    r"in|the|clinic|office|again|still|only|down|up|as|low|has|been|by|pulse|ox|oximetry|oximeter|finger|probe|scale|grade|stage|gr|obese|with|without|oxygen|o2|kg/m2|kg|cm|%|mmhg|/h|lb|lbs|worst|best|left|right|knee|bilateral|r|l|diagnostic|overall|"
    r"minutes|after|min|rated|rates|graded|dropped|dropping|fell|desaturated|co|and|severity|intensity|his|her|patient|recorded|noted|found|patient's|your|for|this|visit|10|0)\b|[=:~,()@-]|/h|%)*\s*$"
)
_LONG_CONNECTOR = re.compile(r"[^;|]{0,90}$")
_OF_ANOTHER = re.compile(r"\b(?:lost|loss of|net|gained|gain of|regained|change|excess|decrease|increase|drop|fall|less than)\b[^.;]{0,24}$")
_IS_LABEL = re.compile(r"[^()]{0,12}\)\s?:")
_TYPICAL = re.compile(r"\b(?:normal|usual|typical|average adult|healthy|acceptable)\s$")
_BRACKETED = re.compile(r"\([^()]*\)")
_CHAIN = re.compile(r"\b(?:recover|improv|increas|rose|rise|rising|fell|fall|drop|desat|lowest|nadir|end|start|to|then|came|walking|rest|exertion|during|on|with|and|after|up|down)\b")
_START_OF_WALK = re.compile(r"\b(?:start|begin|baseline|pre|before|initial|end|finish|final)\w*\W{0,3}$")
_PAST_VALUE = re.compile(r"\b(?:previous(?:ly)?|prior|last (?:visit|month|year|week|time)|was [0-9.]+ ?%? in|formerly|in the past|historical|earlier|years? ago|at that time)\b")


@dataclass(frozen=True)
class Measured:
    """A value read in a statement, with the offsets of its clause."""

    concept: Concept
    at: int
    number: Number
    value: Decimal
    high: Decimal | None
    conditions: Conditions
    clause: tuple[int, int]
    specific: bool
    past: bool
    cell: Cell | None = None
    extra: tuple[tuple[int, int], ...] = ()


class MeasurementReader:
    """Reads the measurements of one statement. ``concepts`` are those of the vocabulary by id."""

    def __init__(self, page: Page, statement: Statement, scopes: Scopes, mentions: Sequence[tuple[Hit, Concept]]) -> None:
        self._page = page
        self._statement = statement
        self._scopes = scopes
        self._mentions = mentions
        self._words = page.folded

    def read(self) -> Iterator[Measured]:
        """The values of the statement, in order."""
        start, end = self._statement.start, self._statement.end
        if _RECITAL.search(self._words, start, end):
            return
        claimed = _CLAIM.search(self._words, start, end) is not None
        taken: list[tuple[Hit, Concept, Number, Decimal, Decimal | None]] = []
        for hit, concept, number in self._pairs():
            unit = number.unit or unit_in(self._words[hit.end : number.start], concept.units)
            value = converted(number.value, unit, concept.units)
            high = converted(number.high, unit, concept.units) if number.high is not None else None
            if value is None or (unit is None and concept.unit in NEEDS_UNIT) or (claimed and value in _THRESHOLDS):
                continue
            taken.append((hit, concept, number, value, high))
        yield from self._with_clauses(taken)

    def _pairs(self) -> Iterator[tuple[Hit, Concept, Number]]:
        """Each number that is a value, with the measurement that it belongs to."""
        numbers = numbers_in(self._words, self._statement.start, self._statement.end)
        mentions = list(self._mentions)
        used: set[int] = set()
        for index, (hit, concept) in enumerate(mentions):
            limit = mentions[index + 1][0].start if index + 1 < len(mentions) else self._statement.end
            if concept.id.endswith("_grade"):
                grade = grade_in(self._words, hit.end, min(limit, hit.end + 40))
                if grade is not None and _CONNECTOR.match(self._words, hit.end, grade.start) and not self._is_void(hit, grade):
                    yield hit, concept, grade
                continue
            yield from self._values_after(hit, concept, [n for n in numbers if hit.end <= n.start < limit], used)
            if not any(number.start in used for number in numbers if hit.end <= number.start < limit):
                yield from self._value_before(hit, concept, numbers, used)

    def _values_after(self, hit: Hit, concept: Concept, numbers: Sequence[Number], used: set[int]) -> Iterator[tuple[Hit, Concept, Number]]:
        last: Number | None = None
        for number in numbers:
            fits = self._chains(concept, last, number) if last else self._follows(hit, concept, number)
            if not fits:
                if last is None and number.unit is None and not _CONNECTOR.match(self._words, hit.end, number.end):
                    continue
                continue
            if not self._is_void(hit, number):
                used.add(number.start)
                yield hit, concept, number
                if not _is_percent(concept) and not (last is None and concept.id.endswith(("_weight", "_height"))):
                    return
                if concept.id.endswith(("_weight", "_height")):
                    return
            last = number

    def _follows(self, hit: Hit, concept: Concept, number: Number) -> bool:
        """Whether the first number after a mention is its value."""
        gap = _BRACKETED.sub(" ", self._words[hit.end : number.start])
        if concept.unit == "1/h" and self._is_part_of_index(hit, number):
            return False
        if _is_percent(concept) and _NOT_SATURATION.search(gap):
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
        return not foreign and _CONNECTOR.match(gap) is not None

    def _is_part_of_index(self, hit: Hit, number: Number) -> bool:
        """Whether the words about an index say that it is of a part of the night or of a treated night."""
        before = self._words[max(self._statement.start, hit.start - 24) : number.start]
        after = re.split(r"[,;]|\s{3}", self._words[number.end : min(self._statement.end, number.end + 24)])[0]
        return _SUB_INDEX.search(f"{before} {after}") is not None

    def _chains(self, concept: Concept, last: Number, number: Number) -> bool:
        """Whether a further number continues the same measurement: "86 % at rest, 82 % walking"."""
        gap = self._words[last.end : number.start]
        return _is_percent(concept) and number.unit == "%" and not _NOT_SATURATION.search(gap) and (_CHAIN.search(gap) is not None)

    def _value_before(self, hit: Hit, concept: Concept, numbers: Sequence[Number], used: set[int]) -> Iterator[tuple[Hit, Concept, Number]]:
        """A value written before its name: "86 % saturation"."""
        before = [number for number in numbers if number.end <= hit.start and number.start not in used]
        if before and self._words[before[-1].end : hit.start].strip() in ("", "o2", "oxygen", "on", "by", "of") and not self._is_void(hit, before[-1]):
            number = before[-1]
            if number.unit in concept.units or (number.unit is None and concept.unit != "1"):
                used.add(number.start)
                yield hit, concept, number

    def _is_void(self, hit: Hit, number: Number) -> bool:
        """Whether the number is a goal, a condition, another's, or denied."""
        kinds = (self._scopes.kinds_over(hit.start, hit.end) | self._scopes.kinds_over(number.start, number.start + 1))
        if kinds & {Kind.MUTE, Kind.FAMILY, Kind.HYPOTHETICAL, Kind.NEGATED, Kind.FUTURE}:
            return True
        if _TYPICAL.search(self._words, max(self._statement.start, hit.start - 16), hit.start):
            return True
        chunk = max(self._words.rfind(sign, self._statement.start, number.start) for sign in (";", "|"))
        return _GOAL.search(self._words, max(chunk, self._statement.start), number.start) is not None

    def _ticked(self) -> Conditions | None:
        """The conditions that ticked boxes of the statement's own line give to its only value."""
        start, end = self._statement.start, self._statement.end
        if not TICKED.search(self._page.text, start, end):
            return None
        return conditions_in(self._page.within(Layer.SETTING, start, end), self._page.folded[start:end])

    def _with_clauses(self, taken: Sequence[tuple[Hit, Concept, Number, Decimal, Decimal | None]]) -> Iterator[Measured]:
        if not taken:
            return
        taken = sorted(taken, key=lambda item: item[2].start)
        page, statement = self._page, self._statement
        values = [(number.start, number.end) for _, _, number, _, _ in taken]
        clauses = cut(page, statement.start, statement.end, values)
        ticked = self._ticked() if len(taken) == 1 else None
        common = shared(page, statement.start, values[0][0], values[-1][1], statement.end) if len(taken) > 1 else Conditions()
        for (hit, concept, number, value, high), clause, offsets in zip(taken, clauses, values, strict=True):
            conditions = over(conditions_of(page, clause, offsets), common)
            if ticked is not None:
                conditions = over(conditions, ticked)
            if _START_OF_WALK.search(page.folded, clause[0], number.start):
                conditions = conditions.model_copy(update={"activity": None})
            explicit = number.unit is not None or number.scale is not None or number.is_grade or concept.unit == "1" or concept.unit == "1/h"
            past = _PAST_VALUE.search(page.folded, *clause) is not None
            yield Measured(concept, hit.start, number, value, high, conditions, clause, explicit, past)


def _is_percent(concept: Concept) -> bool:
    return concept.unit == "%" and "saturation" in concept.id


def read_table_row(page: Page, statement: Statement, by_hit: Sequence[tuple[Hit, Concept]], header: Sequence[tuple[Hit, Concept]]) -> Iterator[Measured]:
    """The values of a row whose columns a header names: by the measurement in the header, or in the row's first cell."""
    first = statement.cells[0]
    label = next(((hit, concept) for hit, concept in by_hit if hit.end <= first.end), None)
    for index, cell in enumerate(statement.cells):
        head = head_of(page.text, statement, index)
        named = next(((hit, concept) for hit, concept in header if head and head.start <= hit.start < head.end), None)
        own = any(cell.start <= hit.start < cell.end for hit, _ in by_hit)
        if head is None or own or _REFERENCE_HEADER.search(page.folded, head.start, head.end):
            continue
        if named is not None:
            yield from _cell_value(page, statement, named, cell, head, from_header=True)
        elif label is not None and cell is not first and _is_value_column(page, statement, cell, head):
            yield from _cell_value(page, statement, label, cell, head, from_header=False)


def _is_value_column(page: Page, statement: Statement, cell: Cell, head: Cell) -> bool:
    """The first column with a number, or any column that a date or a condition heads."""
    text = page.folded[head.start : head.end]
    if re.search(r"[0-9]{1,2}/[0-9]{1,2}", text) or page.within(Layer.SETTING, head.start, head.end):
        return True
    cells = [other for other in statement.cells[1:] if re.match(r"[<>]?\s?[0-9]", page.folded[other.start : other.end])]
    return bool(cells) and cells[0] is cell and re.match(r"result|value|measured|observed|current|actual|finding", text) is not None or (
        bool(cells) and cells[0] is cell and statement.cells.index(cell) == 1
    )


def read_total(page: Page, statement: Statement, counted: Concept) -> Iterator[Measured]:
    """The count in a row of totals under a heading that names what is counted ("RESPIRATORY EVENTS … TOTAL 149")."""
    first = statement.cells[0]
    if len(statement.cells) < 2 or page.folded[first.start : first.end].strip(" :") != "total":
        return
    cell = statement.cells[1]
    number = next(iter(numbers_in(page.folded, cell.start, cell.end)), None)
    if number is not None and number.unit is None and number.value == number.value.to_integral_value():
        clause = (statement.start, statement.end)
        yield Measured(counted, cell.start, number, number.value, None, Conditions(), clause, True, False)


def _cell_value(page: Page, statement: Statement, named: tuple[Hit, Concept], cell: Cell, head: Cell, *, from_header: bool) -> Iterator[Measured]:
    hit, concept = named
    numbers = numbers_in(page.folded, cell.start, cell.end)
    number = next(iter(numbers), None)
    if concept.id.endswith("_grade"):
        number = grade_in(page.folded, cell.start, cell.end)
    if number is None or (number.start - cell.start > 12):
        return
    unit = (
        number.unit
        or unit_in(page.folded[head.start : head.end], concept.units)
        or unit_in(page.folded[statement.cells[0].start : statement.cells[0].end], concept.units)
        or _unit_beside(page, statement, cell, concept)
    )
    value = converted(number.value, unit if unit in concept.units or number.unit is None else number.unit, concept.units)
    if value is None or (unit is None and concept.unit in NEEDS_UNIT):
        return
    high = converted(number.high, unit, concept.units) if number.high is not None else None
    others = [hit for other in statement.cells if other.start <= cell.start or not _has_number(page, other) for hit in page.within(Layer.SETTING, other.start, other.end)]
    own = conditions_in(others, " ".join(page.folded[c.start : c.end] for c in statement.cells if c is not cell))
    above = conditions_in(page.within(Layer.SETTING, head.start, head.end), page.folded[head.start : head.end])
    conditions = over(above, own) if not from_header else over(own, above)
    yield Measured(concept, cell.start, number, value, high, conditions, (statement.start, statement.end), True, False, cell, ((statement.header[0].start, statement.header[-1].end),))


def _has_number(page: Page, cell: Cell) -> bool:
    return any(sign.isdigit() for sign in page.folded[cell.start : cell.end])


def _unit_beside(page: Page, statement: Statement, cell: Cell, concept: Concept) -> str | None:
    """The unit in the next column: "pO2 | 62 | mmHg"."""
    index = statement.cells.index(cell)
    if index + 1 >= len(statement.cells):
        return None
    beside = statement.cells[index + 1]
    unit = page.folded[beside.start : beside.end].replace(" ", "")
    return unit if unit in concept.units else None


