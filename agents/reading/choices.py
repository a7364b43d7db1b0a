"""The level of a scale that a cross in a grid chooses, the scale's levels across or down::

    NYHA       I    II    III    IV          K-LEVEL   current   potential
    today                  x                  2           x
                                              3                     x

Of a functional level, policies ask which one the patient can reach (the local policies on lower limb prostheses, such
as LCD L33787, speak of potential functional abilities); of all other scales the present level counts. A goal or an
earlier level is neither.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, takewhile

from agents.reading.columns import CROSS, head_of
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.lines import Cell
from agents.reading.measured import Measured
from agents.reading.page import Page
from agents.reading.settings import NO_CONDITIONS
from agents.reading.values import Number
from priorauth.vocabulary import Concept

_LEVEL = re.compile(r"(?:k-?|grade |stage |class |level )?(?P<figure>[0-5]|i{1,3}|iv|v)")
_FIGURES = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_FEWEST_LEVELS = 3
_MOST_WORDS = 6
_PRESENT = re.compile(
    r"(?:(?:patient'?s? )?(?:current(?:ly)?|now|today|present|level|check(?: one)?|select(?:ed)?|patient)?)"
)
_POTENTIAL = re.compile(r"(?:(?:rehab(?:ilitation)? |functional )?potential(?: level)?|expected(?: level)?)")
POTENTIAL_COUNTS = "potential_counts"
"""The group of the scales of which the level that the patient can reach is what policies ask."""


def choices(page: Page) -> Mapping[int, Sequence[Measured]]:
    """What each row of such a grid chooses, by where the row begins; a row without the cross that counts, nothing."""
    found: dict[int, list[Measured]] = {}
    for index, title in enumerate(page.statements if any(_scales(page.hits[Layer.CONCEPT].hits)) else ()):
        scale = _scale_of(page, title)
        if scale is None:
            continue
        across, down = _rows_across(page, index), _rows_down(page, index)
        found |= {row.start: [] for row in (*across, *(row for _, row in down))}
        chosen = [*_across(page, title, across, scale), *_down(page, title, down, scale)]
        can_reach = [one for one in chosen if one[0]]
        for _, row, measured in can_reach or chosen:
            found[row].append(measured)
    return found


def prints_levels(page: Page, statement: Statement) -> bool:
    """Whether a row only prints the levels of a scale, of which a cross below it may choose one."""
    cells = statement.cells[1:]
    return len(cells) >= _FEWEST_LEVELS and _follow([_level(page, cell) for cell in cells])


_Chosen = tuple[bool, int, Measured]


def _scale_of(page: Page, title: Statement) -> Concept | None:
    """The scale that the first cell of a statement names, or the whole of a short one."""
    first = title.cells[0] if title.cells else Cell(title.start, title.end)
    if title.header or len(page.folded[first.start : first.end].split()) > _MOST_WORDS:
        return None
    hits = [hit for hit in page.within(Layer.CONCEPT, first.start, title.end) if hit.start < first.end]
    return next(_scales(hits), None)


def _scales(hits: Iterable[Hit]) -> Iterator[Concept]:
    """The scales among what some phrases mean."""
    return (one for hit in hits for one in hit.meanings if isinstance(one, Concept) and one.id.endswith("_grade"))


def _level(page: Page, cell: Cell) -> int | None:
    level = _LEVEL.fullmatch(page.folded[cell.start : cell.end].strip(" :."))
    return None if level is None else _FIGURES.get(level["figure"]) or int(level["figure"])


def _follow(levels: Sequence[int | None]) -> bool:
    """Whether levels go on one by one."""
    first = levels[0]
    return first is not None and list(levels) == list(range(first, first + len(levels)))


def _crosses(page: Page, row: Statement) -> list[Cell]:
    return [cell for cell in row.cells if CROSS.fullmatch(page.text, cell.start, cell.end)]


def _rows_across(page: Page, index: int) -> Sequence[Statement]:
    """The rows under a header that prints the levels of a scale."""
    title = page.statements[index]
    if not prints_levels(page, title):
        return ()
    below = islice(page.statements, index + 1, None)
    rows = list(takewhile(lambda row: row.header == title.cells, below))
    alone = page.statements[index + 1] if not rows and index + 1 < len(page.statements) else None
    if alone is not None and CROSS.fullmatch(page.text, alone.start, alone.end):
        rows = [alone._replace(cells=(Cell(alone.start, alone.end),), header=title.cells)]
    return rows


def _rows_down(page: Page, index: int) -> Sequence[tuple[int, Statement]]:
    """The rows below a title that the levels of a scale name, one by one."""
    rows = list[tuple[int, Statement]]()
    for row in islice(page.statements, index + 1, None):
        level = _level(page, row.cells[0] if row.cells else Cell(row.start, row.end))
        if level is None or (rows and level != rows[-1][0] + 1):
            break
        rows.append((level, row))
    return rows if len(rows) >= _FEWEST_LEVELS else ()


def _across(page: Page, title: Statement, rows: Sequence[Statement], scale: Concept) -> Iterator[_Chosen]:
    """The level in the header over a row's only cross."""
    for row in rows:
        crosses = _crosses(page, row)
        head = head_of(page.text, row, row.cells.index(crosses[0])) if len(crosses) == 1 else None
        level = _level(page, head) if head is not None and head != title.cells[0] else None
        if level is not None:
            name = page.folded[row.start : crosses[0].start]
            yield from _chosen(page, scale, row, (crosses[0], level), name, title)


def _down(page: Page, title: Statement, rows: Sequence[tuple[int, Statement]], scale: Concept) -> Iterator[_Chosen]:
    """The level that names a row with the only cross of its column."""
    crossed = [(level, row._replace(header=title.cells), cell) for level, row in rows for cell in _crosses(page, row)]
    heads = [head_of(page.text, row, row.cells.index(cell)) for _, row, cell in crossed]
    for head, (level, row, cell) in zip(heads, crossed, strict=True) if len(set(heads)) == len(heads) else ():
        name = page.folded[head.start : head.end] if head is not None else ""
        yield from _chosen(page, scale, row, (cell, level), name, title)


def _chosen(
    page: Page, scale: Concept, row: Statement, choice: tuple[Cell, int], name: str, title: Statement
) -> Iterator[_Chosen]:
    """The level chosen under a name that says whose level it is and of what time; nothing under any other name."""
    words = name.strip(" :?")
    can_reach = _POTENTIAL.fullmatch(words) is not None
    if not (can_reach and POTENTIAL_COUNTS in scale.groups) and not _PRESENT.fullmatch(words):
        return
    cell, level = choice
    number = Number(cell.start, cell.end, Decimal(level), None, is_grade=True)
    clause, extra = (row.start, row.end), ((title.start, title.end),)
    measured = Measured(scale, cell.start, number, number.value, None, NO_CONDITIONS, clause, True, False, extra=extra)
    yield can_reach, row.start, measured
