"""The concepts that a statement names, and where it names them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from agents.reading.carried import (
    COUNTED_TOGETHER,
    SAID_OF_IT,
    events_in_total,
    findings_that_last,
    qualities,
    saturation_of_it,
)
from agents.reading.columns import head_of
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.page import Page
from agents.reading.testers import DONE_BY_SOMEBODY, testers
from priorauth.vocabulary import Concept, ConceptKind

_start = attrgetter("start")
_INDEX = re.compile(r"(?:index|ahi|(?:events?\s?)?(?:/|per )\s?(?:h|hr|hour))(?:\s?\((?:/|per )\s?(?:h|hr|hour)\))?$")
Mention = tuple[Hit, Concept]


@dataclass(frozen=True, slots=True, eq=False)
class NotNamed:
    """What words mean over which a concept's name does not name it: "PVR 410 mL" is no vascular assessment."""

    concept: Concept


def mentions_of(page: Page, statement: Statement, concepts: Mapping[str, Concept]) -> list[Mention]:
    """The concepts that a statement names, also those that its words name only together."""
    whole = page.within(Layer.CONCEPT, statement.start, statement.end)
    gapped = page.within(Layer.GAPPED, statement.start, statement.end)
    hits = sorted((*whole, *gapped), key=_start) if gapped else whole
    named = [(hit, meaning) for hit in hits for meaning in hit.meanings if isinstance(meaning, Concept)]
    if gapped:
        named = _without_not_named(named, gapped)
    named = _sided(page, statement, named)
    if page.holds(statement, DONE_BY_SOMEBODY):
        for concept, start, end in testers(page, statement):
            tester = concepts[concept]
            if all(other is not tester for _, other in named):
                named.append((Hit(start, end, (tester,)), tester))
    if page.holds(statement, SAID_OF_IT):
        if all(concept.kind is not ConceptKind.MEASUREMENT for _, concept in named):
            named += saturation_of_it(page, statement)
        named += findings_that_last(page, statement)
    if statement.start in page.qualified:
        named += qualities(page, statement)
    if statement.start in page.grids:
        named += [(hit, one) for hit in page.grids[statement.start].narrowed for one in hit.meanings]
    if statement.header:
        named += _index_beside(page, statement, named, concepts["apnea_hypopnea_index"])
    if page.holds(statement, COUNTED_TOGETHER):
        named += events_in_total(page, statement, concepts["apnea_hypopnea_events"])
    return named


def _without_not_named(named: list[Mention], gapped: Sequence[Hit]) -> list[Mention]:
    """What is named, but for the concepts in stretches that do not name them."""
    over = [(hit, meaning.concept) for hit in gapped for meaning in hit.meanings if isinstance(meaning, NotNamed)]
    if not over:
        return named
    return [
        (hit, one)
        for hit, one in named
        if not any(one is concept and other.start <= hit.start and hit.end <= other.end for other, concept in over)
    ]


def _sided(page: Page, statement: Statement, named: list[Mention]) -> list[Mention]:
    """What a row under two sides names, each cell for itself; measurements keep their own reading."""
    grid = page.grids.get(statement.start)
    if grid is None or not grid.sided:
        return named
    cells = [(hit, one) for hit, _ in grid.sided for one in hit.meanings if isinstance(one, Concept)]
    stated = [(hit, one) for hit, one in cells if one.kind is not ConceptKind.MEASUREMENT]
    measured = [(hit, one) for hit, one in named if one.kind is ConceptKind.MEASUREMENT]
    return [*measured, *stated] if stated else named


def _index_beside(page: Page, statement: Statement, named: Sequence[Mention], index: Concept) -> Iterator[Mention]:
    """The index in the column of that name of a row with a header that counts apneas and hypopneas together."""
    first = statement.cells[0]
    counted = any(hit.end <= first.end and one.id == "apnea_hypopnea_events" for hit, one in named)
    for place, cell in enumerate(statement.cells if counted else ()):
        head = head_of(page.text, statement, place)
        if head and cell is not first and _INDEX.match(page.folded[head.start : head.end].strip()):
            yield Hit(cell.start, cell.start, (index,)), index
