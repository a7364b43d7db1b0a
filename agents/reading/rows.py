"""Measured values of table rows: what a header names, or what the row's first cell names.

A column of reference ranges or goals holds no value; a column that a date or a condition heads gives it to its values.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from agents.reading.columns import head_of
from agents.reading.forms import TICKED
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.lines import Cell
from agents.reading.marks import marked_conditions, only_marks
from agents.reading.measured import Measured
from agents.reading.namerows import is_date, is_dated
from agents.reading.page import Page
from agents.reading.settings import NO_CONDITIONS, conditions_in, names_litres, over
from agents.reading.text import has_digit
from agents.reading.values import NEEDS_UNIT, converted, grade_in, numbers_in, unit_in
from priorauth.facts import Activity, Conditions
from priorauth.vocabulary import Concept, ConceptKind

_REFERENCE_HEADER = re.compile(
    r"\b(?:ref(?:erence)?\.?|normal|range|goal|target|limits?|flag|predicted|pred|expected|norm)\b"
)
_PER_HOUR = r"(?:/|per )\s?(?:h|hr|hour)"
_SLEEP = re.compile(r"(?:(?:during |in )?sleep(?:ing)?|asleep|nocturnal|overnight)")
_RATE = re.compile(rf"(?:(?:events?|no\.?|#)?\s?{_PER_HOUR}|index(?:\s?\({_PER_HOUR}\))?|rate)")
"""The head of a column of events per hour."""
_BEFORE = re.compile(
    r"(?:baseline|initial(?:ly)?|pre|pre-?op\w*|pre-?treatment|before|prior|previous(?:ly)?|last (?:visit|year|month)"
    r"|intake|at start|start|admission|highest)\b(?!.*\b(?:meds?|drug)\b)"
)
"""The head of a column of earlier values, which the next column's have followed."""
_NOW = re.compile(r"(?:current(?:ly)?|today|now|present|latest|most recent|this visit)\b")


def read_table_row(
    page: Page, statement: Statement, by_hit: Sequence[tuple[Hit, Concept]], header: Sequence[tuple[Hit, Concept]]
) -> Iterator[Measured]:
    """The values of a row under a header: by the measurement in the header, or in the row's first cell."""
    first = statement.cells[0]
    label = next(((hit, concept) for hit, concept in by_hit if hit.end <= first.end), None)
    for index, cell in enumerate(statement.cells):
        head = head_of(page.text, statement, index)
        named = next(((hit, concept) for hit, concept in header if head and head.start <= hit.start < head.end), None)
        own = any(cell.start <= hit.start < cell.end for hit, _ in by_hit)
        if head is None or own or _REFERENCE_HEADER.search(page.folded, head.start, head.end):
            continue
        if label is not None and named is None and _is_beside_rate(page, statement, label[1], head):
            continue
        if named is None and label is None and _is_of_first_head(page, statement, header):
            named = header[0]
        if named is not None:
            yield from cell_value(page, statement, named, cell, head, from_header=True)
        elif label is not None and cell is not first and _is_value_column(page, statement, label[1], cell, head):
            yield from cell_value(page, statement, label, cell, head, from_header=False)


def _is_of_first_head(page: Page, statement: Statement, header: Sequence[tuple[Hit, Concept]]) -> bool:
    """Whether the header names a row's measurement, and then only dates of a row without a name, or only conditions.

    "HbA1c  3/10  6/12" over "9.1  8.8"; "SpO2  Rest  Walking" over "Room air  89  84".
    """
    names, *others = statement.header
    if len(header) != 1 or not names.start <= header[0][0].start < names.end:
        return False
    heads = [head_of(page.text, statement, place) for place in range(len(statement.cells))]
    if all(is_date(page.text[head.start : head.end]) for head in others):
        return heads == others
    conditioned = all(_sets_conditions(page, cell) for cell in (statement.cells[0], *others))
    return "gas_exchange" in header[0][1].groups and heads == [names, *others] and conditioned


def _sets_conditions(page: Page, cell: Cell) -> bool:
    """Whether a cell names an activity, a source of oxygen or its flow."""
    return bool(page.within(Layer.SETTING, *cell)) or names_litres(page.folded, *cell) or _is_sleep(page, cell)


def _is_sleep(page: Page, cell: Cell) -> bool:
    """Whether a head says no more than that it is of sleep, which in a sentence is no condition of a value."""
    return _SLEEP.fullmatch(page.folded, *cell) is not None


def _is_beside_rate(page: Page, statement: Statement, concept: Concept, head: Cell) -> bool:
    """Whether an index has a column of its own and this is another: 164 of "AHI  164  27.4" under "N  /h"."""
    if concept.unit != "1/h" or _RATE.fullmatch(page.folded, head.start, head.end):
        return False
    return any(_RATE.fullmatch(page.folded, other.start, other.end) for other in statement.header)


def _is_value_column(page: Page, statement: Statement, concept: Concept, cell: Cell, head: Cell) -> bool:
    """The first column with a number, or any column that a date or a condition heads."""
    text = page.folded[head.start : head.end]
    if concept.unit == "1/h" and _RATE.fullmatch(text):
        return True
    if is_dated(text) or _NOW.match(text) or page.within(Layer.SETTING, head.start, head.end):
        return True
    cells = [other for other in statement.cells[1:] if re.match(r"[<>]?\s?[0-9]", page.folded[other.start : other.end])]
    return (
        bool(cells)
        and cells[0] is cell
        and re.match(r"result|value|measured|observed|current|actual|finding", text) is not None
    ) or (bool(cells) and cells[0] is cell and statement.cells.index(cell) == 1)


def names_columns(page: Page, statement: Statement, mentions: Sequence[tuple[Hit, Concept]]) -> bool:
    """Whether a row names a measurement and other columns of the next row, and states nothing itself."""
    if not statement.cells or statement.header or TICKED.search(page.text, statement.start, statement.end):
        return False
    after = bisect_right(page.statements, statement.start, key=lambda other: other.start)
    if after >= len(page.statements) or page.statements[after].header != statement.cells:
        return False
    return only_marks(page, page.statements[after]) or any(
        concept.kind is ConceptKind.MEASUREMENT for _, concept in mentions
    )


def cell_has_value(page: Page, statement: Statement, hit: Hit) -> bool:
    """Whether a figure stands behind a mention in its own cell."""
    cell = next((cell for cell in statement.cells if cell.start <= hit.start < cell.end), None)
    return cell is not None and any(sign.isdigit() for sign in page.folded[hit.end : cell.end])


def read_total(page: Page, statement: Statement, counted: Concept) -> Iterator[Measured]:
    """The count in a row of totals under a heading that names what is counted ("RESPIRATORY EVENTS … TOTAL 149")."""
    first = statement.cells[0]
    if len(statement.cells) < 2 or page.folded[first.start : first.end].strip(" :") != "total":
        return
    cell = statement.cells[1]
    number = next(iter(numbers_in(page.folded, cell.start, cell.end)), None)
    if number is not None and number.unit is None and number.value == number.value.to_integral_value():
        clause = (statement.start, statement.end)
        yield Measured(counted, cell.start, number, number.value, None, NO_CONDITIONS, clause, True, False)


def cell_value(
    page: Page, statement: Statement, named: tuple[Hit, Concept], cell: Cell, head: Cell, *, from_header: bool
) -> Iterator[Measured]:
    """The value that a cell holds of a measurement that its row, its column or its heading names."""
    _, concept = named
    numbers = numbers_in(page.folded, cell.start, cell.end)
    number = next(iter(numbers), None)
    if concept.id.endswith("_grade"):
        number = grade_in(page.folded, cell.start, cell.end)
    if number is None or (number.start - cell.start > 12):
        return
    unit = (
        number.unit
        or unit_in(page.folded[head.start : head.end], concept.units)
        or _last_word(page.folded[head.start : head.end], concept)
        or unit_in(page.folded[statement.cells[0].start : statement.cells[0].end], concept.units)
        or _unit_beside(page, statement, cell, concept)
    )
    value = converted(
        number.value, unit if unit in concept.units or number.unit is None else number.unit, concept.units
    )
    if value is None or (unit is None and concept.unit in NEEDS_UNIT):
        return
    high = converted(number.high, unit, concept.units) if number.high is not None else None
    others = [
        hit
        for other in statement.cells
        if other.start <= cell.start or not _has_number(page, other)
        for hit in page.within(Layer.SETTING, other.start, other.end)
    ]
    own = conditions_in(others, " | ".join(page.folded[c.start : c.end] for c in statement.cells if c is not cell))
    own = over(own, marked_conditions(page, statement))
    above = conditions_in(page.within(Layer.SETTING, head.start, head.end), page.folded[head.start : head.end])
    if any(_is_sleep(page, one) for one in (head, statement.cells[0])):
        own = over(own, Conditions(activity=Activity.SLEEP))
    conditions = over(above, own) if not from_header else over(own, above)
    yield Measured(
        concept,
        cell.start,
        number,
        value,
        high,
        conditions,
        (statement.start, statement.end),
        True,
        _is_earlier(page, statement, cell, head),
        cell=cell,
        extra=((statement.header[0].start, statement.header[-1].end),),
    )


def _is_earlier(page: Page, statement: Statement, cell: Cell, head: Cell) -> bool:
    """Whether a column holds earlier values and a later column of the row has one, too."""
    if _BEFORE.match(page.folded, head.start, head.end) is None:
        return False
    return any(other.start > cell.start and _has_number(page, other) for other in statement.cells)


def _has_number(page: Page, cell: Cell) -> bool:
    return has_digit(page.folded[cell.start : cell.end])


def _last_word(words: str, concept: Concept) -> str | None:
    """The unit that ends the name of a column: "reflux s"."""
    last = words.split()[-1]
    return last if last in concept.units and last != words else None


def _unit_beside(page: Page, statement: Statement, cell: Cell, concept: Concept) -> str | None:
    """
    The unit in the next column: "pO2|62|mmHg".
    """
    index = statement.cells.index(cell)
    if index + 1 >= len(statement.cells):
        return None
    beside = statement.cells[index + 1]
    unit = page.folded[beside.start : beside.end].replace(" ", "")
    return unit if unit in concept.units else None
