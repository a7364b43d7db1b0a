"""Tables in which a column is headed by a unit alone, below a title that names what is measured::

    Meter download
    date     time    mg/dL    sx
    9/02     0310    47       sweats

The number under the unit is the title's measurement, which must be written in that unit.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from agents.reading.columns import head_of
from agents.reading.layout import Statement
from agents.reading.lexicon import Layer
from agents.reading.measured import Measured
from agents.reading.page import Page
from agents.reading.settings import NO_CONDITIONS
from agents.reading.values import numbers_in
from priorauth.vocabulary import Concept, ConceptKind

_NOT_OWN = re.compile(
    r"\b(?:goals?|targets?|normal|reference|range|limits?|mother|father|sister|brother|wife|husband|son|daughter|family"
    r"|example|scale|alarms?|alerts?|settings?|planned|ordered)\b"
)
_PLAIN_UNITS = frozenset(("mmhg", "%", "cmh2o"))
_LONGEST_TITLE = 60
_FIGURE = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2})?")


def unit_heads(page: Page) -> Mapping[int, Sequence[Measured]]:
    """What the cells below the heads of units measure, by where their row begins."""
    rows = [row for row in page.statements if row.header]
    named = {row.header: _named_above(page, row) for row in rows}
    return {
        row.start: list(_measured(page, row, concept)) for row in rows if (concept := named[row.header]) is not None
    }


def _heads(page: Page, row: Statement) -> Sequence[str]:
    """The heads over a row that may be a unit: "mg/dL", "(mmHg)"; a letter or a word that is a unit, too, is none."""
    heads = (page.folded[slice(*head)].strip(" ()") for head in row.header)
    return [head for head in heads if "/" in head or head in _PLAIN_UNITS]


def _named_above(page: Page, row: Statement) -> Concept | None:
    """The one measurement in a unit of the heads that the title directly above them names, and nothing takes back."""
    end = page.folded.rfind("\n", 0, row.header[0].start)
    start = page.folded.rfind("\n", 0, max(end, 0)) + 1
    title = page.folded[start:end].strip() if end >= 0 else ""
    if not title or len(title) > _LONGEST_TITLE or _NOT_OWN.search(title):
        return None
    meant = [one for hit in page.within(Layer.CONCEPT, start, end) for one in hit.meanings if isinstance(one, Concept)]
    measured = {one.id: one for one in meant if one.kind is ConceptKind.MEASUREMENT}
    if len(measured) != 1 or page.within(Layer.CONTEXT, start, end):
        return None
    concept = next(iter(measured.values()))
    return concept if sum(head in concept.units for head in _heads(page, row)) == 1 else None


def _measured(page: Page, row: Statement, concept: Concept) -> Iterator[Measured]:
    heads = _heads(page, row)
    for index, cell in enumerate(row.cells):
        head = head_of(page.text, row, index)
        unit = page.folded[slice(*head)].strip(" ()") if head is not None else ""
        numbers = numbers_in(page.folded, *cell) if unit in heads and unit in concept.units else ()
        if len(numbers) == 1 and _FIGURE.fullmatch(page.folded[slice(*cell)].strip()):
            number = numbers[0]
            value = number.value * concept.units[unit]
            clause = (row.start, row.end)
            yield Measured(concept, number.start, number, value, None, NO_CONDITIONS, clause, True, False)
