"""The conditions that ticked boxes below a value give to it, as forms lay it out::

Most recent O2 sat: 86 %      Date: 09/30/2026
ABG PO2: ______ mmHg          Date: __________
Condition:      [x] at rest, awake, room air
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from agents.reading.forms import TICKED
from agents.reading.layout import Statement
from agents.reading.lexicon import Layer
from agents.reading.page import Page
from agents.reading.settings import conditions_in, over
from priorauth.facts import Conditions

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_DATE = re.compile(r"date\b[^a-z]*$")
_REACH = 6
_VALUE = re.compile(r"[0-9]\s?(?:%|mm)")


def ticked_below(page: Page, statement: Statement) -> tuple[Conditions, tuple[tuple[int, int], ...]]:
    """The conditions ticked in the lines under a statement with one value, and where they stand."""
    conditions, spans = Conditions(), list[tuple[int, int]]()
    if len(_VALUE.findall(page.folded, statement.start, statement.end)) <= 1:
        for line in _ticked_lines(page, statement):
            hits = page.within(Layer.SETTING, line.start, line.end)
            conditions = over(conditions, conditions_in(hits, page.folded[line.start : line.end]))
            spans.append((line.start, line.end))
    return conditions, tuple(spans)


def _ticked_lines(page: Page, statement: Statement) -> Iterator[Statement]:
    """The ticked lines of the same paragraph that only name conditions; unanswered prompts may stand between."""
    first = bisect_right(page.statements, statement.start, key=lambda other: other.start)
    last = statement
    for line in page.statements[first : first + _REACH]:
        between = page.text[last.end : line.start]
        ticked = TICKED.search(page.text, line.start, line.end) is not None
        if "\n" not in between and not ticked and _DATE.match(page.folded, line.start, line.end):
            continue
        if "\n" not in between or _PARAGRAPH.search(between) or not (ticked or _is_open(page, line)):
            return
        last = line
        if ticked and _VALUE.search(page.folded, line.start, line.end):
            return
        if ticked and page.within(Layer.SETTING, line.start, line.end):
            yield line


def _is_open(page: Page, line: Statement) -> bool:
    """Whether a line is a prompt with a blank that nobody filled in."""
    return "__" in page.text[line.start : line.end]
