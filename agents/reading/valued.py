"""All values that a statement tells: by its table, by its heading, by its own words."""

import re
from collections.abc import Iterator, Mapping, Sequence

from agents.reading.assertion import Scopes
from agents.reading.layout import Statement
from agents.reading.leads import Lead
from agents.reading.lexicon import Hit, Layer
from agents.reading.lines import Cell
from agents.reading.measured import Measured
from agents.reading.measurements import MeasurementReader
from agents.reading.mentions import Mention
from agents.reading.namerows import is_date
from agents.reading.page import Page
from agents.reading.rows import cell_has_value, cell_value, read_table_row, read_total
from agents.reading.settings import over
from priorauth.facts import Conditions
from priorauth.vocabulary import Concept, ConceptKind

_ENTRY = 2
"""The cells of a log's entry: its date and its value."""
_NOT_THEIRS = re.compile(r"\b(?:goals?|targets?|normal|range|criteria|planned|due|next|mother|father|donor)\b")
_FIGURE = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?\s?(?:%|[a-z/0-9²]{1,7})?")
_TITLED_VALUE = re.compile(r"[^.;%]{0,60}[0-9]{2,3}(?:\.[0-9])?\s?%[^.;%]{0,40}")


def values_of(
    page: Page,
    statement: Statement,
    scopes: Scopes,
    named: Sequence[Mention],
    lead: Lead,
    choices: Mapping[int, Sequence[Measured]],
) -> Iterator[Measured]:
    """The values of the measurements that a statement, its header, its heading or its grid names."""
    if statement.start in choices:
        yield from choices[statement.start]
        return
    if statement.start in page.sided:
        yield from _sided_values(page, statement)
        return
    if statement.cells and lead.counted is not None:
        yield from read_total(page, statement, lead.counted)
    if statement.header:
        yield from read_table_row(page, statement, named, _measurements_over(page, statement))
        named = [mention for mention in named if cell_has_value(page, statement, mention[0])]
    if not named and not statement.header and lead.titled is not None and _is_titled_value(page, statement):
        named = [(Hit(statement.start, statement.start, (lead.titled,)), lead.titled)]
    if not named:
        yield from _dated_value(page, statement)
    else:
        yield from MeasurementReader(page, statement, scopes, named).read()


def may_be_dated(page: Page, statement: Statement) -> bool:
    """Whether a statement is a date and one more cell, below a heading: an entry of a log."""
    cells, heading = statement.cells, statement.heading
    return (
        len(cells) == _ENTRY and not statement.header and heading is not None and is_date(page.text[slice(*cells[0])])
    )


def _dated_value(page: Page, statement: Statement) -> Iterator[Measured]:
    """The value of a log's entry, of the one measurement that its heading names: "LVEF:", below it "6/2/2026  28 %"."""
    heading = statement.heading
    if heading is None or not may_be_dated(page, statement):
        return
    hits = page.within(Layer.CONCEPT, *heading)
    concepts = {one.id: (hit, one) for hit in hits for one in hit.meanings if isinstance(one, Concept)}
    said = [cue.kind for hit in page.within(Layer.CONTEXT, *heading) for cue in hit.meanings]
    if len(concepts) != 1 or said or _NOT_THEIRS.search(page.folded, *heading):
        return
    (named,) = concepts.values()
    if named[1].kind is ConceptKind.MEASUREMENT and _FIGURE.fullmatch(page.folded, *statement.cells[1]):
        head = Cell(*heading)
        yield from cell_value(
            page, statement._replace(header=(head,)), named, statement.cells[1], head, from_header=True
        )


def _sided_values(page: Page, statement: Statement) -> Iterator[Measured]:
    """The values of a row under two rows of heads, each of its side."""
    for one in page.sided[statement.start]:
        under = statement._replace(header=one.header)
        mention = (Hit(one.cell.start, one.cell.start, (one.concept,)), one.concept)
        for measured in cell_value(page, under, mention, one.cell, one.head, from_header=True):
            yield measured._replace(conditions=over(measured.conditions, Conditions(side=one.side)))


def _measurements_over(page: Page, statement: Statement) -> Sequence[Mention]:
    header = page.within(Layer.CONCEPT, statement.header[0].start, statement.header[-1].end)
    return [
        (hit, one)
        for hit in header
        for one in hit.meanings
        if isinstance(one, Concept) and one.kind is ConceptKind.MEASUREMENT
    ]


def _is_titled_value(page: Page, statement: Statement) -> bool:
    """A line under a heading that names the measurement: conditions and a percentage, nothing else."""
    words = page.folded[statement.start : statement.end]
    return _TITLED_VALUE.fullmatch(words.strip()) is not None and bool(
        page.within(Layer.SETTING, statement.start, statement.end)
    )
