"""The side of each value where a sentence tells of both: "0.5 mm on the right and 3.5 mm on the left"."""

from collections.abc import Sequence

from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.page import Page
from priorauth.case import Side

_NEAR = 16
Stretch = tuple[int, int]


def names_side(page: Page, statement: Statement, start: int, end: int) -> bool:
    """Whether a side is named in a stretch or right beside it."""
    return bool(_sides(page, max(start - _NEAR, statement.start), min(end + _NEAR, statement.end)))


def sides_of(page: Page, statement: Statement, values: Sequence[Stretch]) -> dict[Stretch, Side | None]:
    """The side of each value of a sentence that names both sides; nothing where it names one side or none.

    All values are told alike: the side stands before each of them, or behind each of them, as it does with the first.
    """
    named = _sides(page, statement.start, statement.end)
    if len({hit.meaning for hit in named}) < 2:
        return {}
    behind = _before(named, statement.start, values[0]) is None
    ends = [statement.start, *(value[1] for value in values)]
    starts = [*(value[0] for value in values[1:]), statement.end]
    return {
        value: _behind(named, value, limit) if behind else _before(named, begin, value)
        for value, begin, limit in zip(values, ends, starts, strict=False)
    }


def _sides(page: Page, start: int, end: int) -> Sequence[Hit]:
    return [hit for hit in page.within(Layer.SETTING, start, end) if isinstance(hit.meaning, Side)]


def _before(named: Sequence[Hit], begin: int, value: Stretch) -> Side | None:
    found = [hit for hit in named if begin <= hit.start and hit.end <= value[0]]
    return found[-1].meaning if found else None


def _behind(named: Sequence[Hit], value: Stretch, limit: int) -> Side | None:
    found = [hit for hit in named if value[1] <= hit.end and hit.start - value[1] <= _NEAR and hit.end <= limit]
    return found[0].meaning if found else None
