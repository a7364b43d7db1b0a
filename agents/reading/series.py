"""One measurement told several times in a sentence: on several dates ("LVEF 30 % on 1/4, 45 % on 6/2"), of both sides
("MRD1 1 mm OD, 3 mm OS"), or before and after a change ("EF improved from 30 % to 45 %").

A further value is the same measurement's only where nothing but dates, sides and words of change stand between them.
Values that neither a date nor a side tells apart are read only where the words say that one became the other: whoever
reads one of them alone reads it wrongly.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.page import Page
from agents.reading.values import Number
from priorauth.case import Side
from priorauth.vocabulary import Concept

_BETWEEN = re.compile(
    r"(?:[\s,;:()\[\]/&=~@→-]|#[1-9]\b|\b(?:on|in|at|as of|and|then|to|now|today|currently|current|was|is|were"
    r"|repeat(?:ed)?|most|recent|recently|latest|later|last|by|from|of|improv(?:ed|ing)|dropp?(?:ed|ing)?|fell|rose|risen|up|down|came|come"
    r"|increased|decreased|declined|recovered|previously|prior|before|earlier|the|eye|side|with|which|has|had|been|dated"
    r"|vs|versus|echo|tte|study|scan|lab|relief|first|second|1st|2nd|gave"
    r"|od|os|ou|left|right|lt|rt|bilateral(?:ly)?|both|upper|lower|lid|eyelid|eyes)\b)*"
)
_BECAME = re.compile(
    r"→|\bnow\b|\bto\s*$|\b(?:improv|dropp?|fell|rose|risen|increas|declin|decreas|recover|previous|prior|before|earlier"
    r"|was|then|vs|versus|repeat|latest|most recent|current)"
)
_AGAIN = re.compile(
    r"\s?%?\s(?:on|at|by|in)?\s?(?:the )?(?:repeat|most recent|latest|present|today|now|currently|follow)"
)
_FROM = re.compile(r"\bfrom\s(?:about |approximately |~)?$")
_CHANGE = re.compile(r"[,;→]|\b(?:now|to|then|and|with|vs|versus)\b")
_LOOKS_BACK = re.compile(
    r"(?:[\s,(\[/-]|\b(?:today|now|currently)\b)*(?:(?:which|it|this|that) )?"
    r"(?:was|had been|previously|previous|prior|earlier|formerly|up from|down from)"
    r"(?: (?:was|at|of))?[\s:]*"
)
"""What stands between a value and the earlier one that it is compared with: "EF 27 % (was 40 %)"."""
_WAS = re.compile(r"\b(?:was|previous|prior|earlier|before)(?:ly)?\b[^;]*$")
_NOW = re.compile(r"\b(?:today'?s?|now|currently|current|this visit)\b")


class Told(NamedTuple):
    """A value of a series, with the stretch that holds its own date or side; ``past`` is what became another."""

    number: Number
    clause: tuple[int, int]
    side: Side | None
    past: bool


def series(page: Page, statement: Statement, concept: Concept, hit: Hit, numbers: Sequence[Number]) -> Sequence[Told]:
    """The values of a measurement that the first of ``numbers`` begins; none where it is the only one."""
    values = list(_run(page, concept, numbers))
    if len(values) < 2:
        return ()
    dated = _apart(page, statement, hit, values, lambda stretch: _is_dated(page, stretch))
    if dated:
        return [
            Told(number, clause, None, was)
            for number, clause, was in zip(values, dated, _were(page, hit, values), strict=True)
        ]
    if "has_side" in concept.groups:
        sided = _apart(page, statement, hit, values, lambda stretch: len(_sides(page, stretch)) == 1)
        if sided:
            sides = [_sides(page, clause).pop() for clause in sided]
            return [Told(*told, False) for told in zip(values, sided, sides, strict=True)]
    became = page.folded[values[0].end : values[1].start]
    again = _AGAIN.match(page.folded, values[1].end, statement.end)
    if not again and _LOOKS_BACK.fullmatch(_without_dates(page, values[0].end, values[1].start)):
        latest, former = values[:2]
        return [
            Told(latest, (statement.start, latest.end), None, False),
            Told(former, (latest.end, statement.end), None, True),
        ]
    if again or _BECAME.search(became) or _FROM.search(page.folded, statement.start, values[0].start):
        first, second = values[:2]
        change = max(
            (match.start() for match in _CHANGE.finditer(page.folded, first.end, second.start)), default=second.start
        )
        return [
            Told(first, (statement.start, change), None, True),
            Told(second, (change, statement.end), None, False),
        ]
    return ()


def _were(page: Page, hit: Hit, values: Sequence[Number]) -> Sequence[bool]:
    """Whether the words before each value, up to the one before it, say that it was an earlier one."""
    starts = [hit.end, *(number.end for number in values[:-1])]
    return [
        _WAS.search(page.folded, start, number.start) is not None for start, number in zip(starts, values, strict=True)
    ]


def _run(page: Page, concept: Concept, numbers: Sequence[Number]) -> Sequence[Number]:
    """The first number and those after it that only dates, sides and words of change keep apart."""
    run = list(numbers[:1])
    for number in numbers[1:]:
        last = run[-1]
        alike = (_factor(concept, last), last.scale) == (_factor(concept, number), number.scale)
        if not alike or not _BETWEEN.fullmatch(_without_dates(page, last.end, number.start)):
            break
        run.append(number)
    return run


def _factor(concept: Concept, number: Number) -> Decimal | None:
    return concept.units.get(number.unit) if number.unit else None


def _without_dates(page: Page, start: int, end: int) -> str:
    words = page.folded[start:end]
    for when in page.dates_within(start, end):
        words = words[: when.start - start] + " " * (when.end - when.start) + words[when.end - start :]
    return words


def _apart(
    page: Page,
    statement: Statement,
    hit: Hit,
    values: Sequence[Number],
    marks: Callable[[tuple[int, int]], bool],
) -> Sequence[tuple[int, int]]:
    """The stretch of each value that marks it alone: those before the values or those behind; none where both could.

    What marks the first value may stand before the measurement's name: "On 1/4 LVEF 30 %, on 6/2 45 %".
    """
    end = page.folded.find(";", values[-1].end, statement.end)
    starts = [statement.start, *(number.end for number in values[:-1])]
    ends = [*(number.start for number in values[1:]), end if end >= 0 else statement.end]
    before = [(start, number.end) for start, number in zip(starts, values, strict=True)]
    behind = [(number.start, end) for number, end in zip(values, ends, strict=True)]
    fitting = [stretches for stretches in (before, behind) if all(marks(stretch) for stretch in stretches)]
    return fitting[0] if len(fitting) == 1 else ()


def _is_dated(page: Page, stretch: tuple[int, int]) -> bool:
    return len(page.dates_within(*stretch)) + len(_NOW.findall(page.folded, *stretch)) == 1


def _sides(page: Page, stretch: tuple[int, int]) -> set[Side]:
    return {hit.meaning for hit in page.within(Layer.SETTING, *stretch) if isinstance(hit.meaning, Side)}
