"""The clause of each value in a sentence, so that "86 % at rest, 82 % walking" keeps its conditions apart.

Where the conditions of the first value stand before it, each value's clause ends soon after the value; where they
stand behind it, the clause reaches to the last break before the next value.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from agents.reading.lexicon import Layer
from agents.reading.page import Page
from agents.reading.settings import NO_CONDITIONS, conditions_in, is_contested, litres_in, over
from priorauth.facts import Activity, Conditions

_STRONG = re.compile(r"[;|.\s](?:(?<=[;|])|(?<=\n)\s*\n|(?<=\.)\s+(?=\S)|(?<=\s)\s{2,}|(?<= )- )")
_BREAK = re.compile(
    r",|\band\b|\bbut\b|\bthen\b|\bwhile\b|\bwith improvement\b|\b(?:recover|improv|increas"
    r"|ris|fall|drop|decreas|correct|desatur|com)(?:ed|es|ing|e|s|ping|ped|ated|ating)?\b"
    r"|\brose\b|\bfell\b|\bcame\b|\bvs\.?\b|\bversus\b|/|→"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_SHARED = re.compile(
    r"\b(?:both|all|each)(?: values| readings| measured| taken| measurements)?(?= on| at| with| during)"
)
_OTHER_MATTER = re.compile(
    r"\b(?:uses|wears|is|was|has|had|sleeps|requires|needs|prescribed|order(?:ed)?|will"
    r"|started|denies|states|reports|she|he|patient|pt|they|plan|"
    r"continue|recommend|goal|titrate|would|should|if|for|given|placed|keep|maintain|walks|lives)\b"
)
_SUBJECT = re.compile(
    r"\b(?:uses|wears|sleeps|requires|needs|prescribed|ordered|she|he|patient|pt|they|denies"
    r"|goal|titrate|if|keep|maintain|lives)\b"
)
_LONGEST_LEAD = 10
_MASK = str.maketrans({",": " ", ";": " ", "/": " "})


def _masked(folded: str, start: int, end: int) -> str:
    """The stretch with the breaks inside brackets and flows blanked."""
    stretch = folded[start:end]
    stretch = _BRACKETS.sub(lambda match: "_" * len(match.group()), stretch)
    for flow in litres_in(stretch):
        stretch = stretch[: flow.start()] + flow.group().translate(_MASK) + stretch[flow.end() :]
    return stretch


def cut(page: Page, start: int, end: int, values: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The clause of each value; ``values`` are offsets in order within ``start`` to ``end``."""
    leads = bool(values) and _has_setting(page, _chunk_start(page, start, values[0][0]), values[0][0])
    bounds = [start]
    for (_, last), (first, _) in pairwise(values):
        bounds.append(_bound(page.folded, last, first, leads))
    bounds.append(end)
    return list(pairwise(bounds))


def _bound(folded: str, last: int, first: int, leads: bool) -> int:
    gap = _masked(folded, last, first)
    breaks = [match.start() for match in _STRONG.finditer(gap)] or [match.start() for match in _BREAK.finditer(gap)]
    if not breaks:
        return last if leads else first
    return last + (breaks[0] if leads else breaks[-1])


def _has_setting(page: Page, start: int, end: int) -> bool:
    conditions = conditions_in(page.within(Layer.SETTING, start, end), page.folded[start:end])
    return conditions.activity is not None or conditions.oxygen is not None


def _chunk_start(page: Page, start: int, end: int) -> int:
    breaks = list(_STRONG.finditer(page.folded[start:end].rstrip()))
    return start + breaks[-1].end() if breaks else start


def conditions_of(page: Page, clause: tuple[int, int], value: tuple[int, int]) -> Conditions | None:
    """The conditions that a value's clause states: those of its own chunk first, then of chunks that only qualify.

    Where the own chunk names two activities, or both room air and oxygen, no wider scope may settle it.
    """
    first, last = clause
    for match in _STRONG.finditer(_masked(page.folded, first, value[0]).rstrip()):
        first = max(first, clause[0] + match.end())
    strong = _STRONG.search(_masked(page.folded, value[1], last))
    if strong is not None:
        last = value[1] + strong.start()
    chunks = _chunks(page.folded, first, last)
    own = next((chunk for chunk in chunks if chunk[0] <= value[0] < chunk[1]), (first, last))
    own, title = _after_title(page, own, value[0])
    conditions = _read(page, own)
    if _contested(page, own):
        return None
    if title is not None:
        conditions = over(conditions, _read(page, title))
    before = [chunk for chunk in chunks if chunk[1] <= own[0] and title is None]
    after = [chunk for chunk in chunks if chunk[0] >= own[1]]
    for chunk in [*_qualifying(page, after), *_qualifying(page, list(reversed(before)))]:
        conditions = _add(conditions, _read(page, chunk))
    return conditions


def _after_title(page: Page, own: tuple[int, int], value: int) -> tuple[tuple[int, int], tuple[int, int] | None]:
    """A value's chunk without the title before a colon ("Exercise oximetry: at rest 91 %"), and that title."""
    colon = page.folded.rfind(": ", own[0], value)
    if colon < 0 or not page.within(Layer.SETTING, colon, own[1]):
        return own, None
    return (colon + 1, own[1]), (own[0], colon)


def _contested(page: Page, stretch: tuple[int, int]) -> bool:
    return is_contested(page.within(Layer.SETTING, *stretch), page.folded[stretch[0] : stretch[1]])


def _add(own: Conditions, more: Conditions) -> Conditions:
    """What a further chunk of the same clause adds; it never replaces, but rest after exercise is recovery."""
    if more.activity is Activity.RECOVERY and own.activity is Activity.REST:
        own = own.model_copy(update={"activity": Activity.RECOVERY})
    return over(own, more.model_copy(update={"oxygen": more.oxygen if own.oxygen is None else own.oxygen}))


def _chunks(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    masked = _masked(folded, start, end)
    bounds = [start, *(start + at for at, sign in enumerate(masked) if sign == ","), end]
    return list(pairwise(bounds))


def _qualifying(page: Page, chunks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The chunks next to the value's own that say nothing but conditions, up to the first that does."""
    chosen: list[tuple[int, int]] = []
    for chunk in chunks:
        words = page.folded[chunk[0] : chunk[1]]
        if _OTHER_MATTER.search(words) or len(words.split()) > 9:
            break
        chosen.append(chunk)
    return chosen


def _read(page: Page, stretch: tuple[int, int]) -> Conditions:
    return conditions_in(page.within(Layer.SETTING, *stretch), page.folded[stretch[0] : stretch[1]])


def _is_lead(page: Page, start: int, colon: int) -> bool:
    """Whether the words before a colon say in few words how all that follows was measured: "ABG at rest, room air:"."""
    words = page.folded[start : max(colon, start)]
    if not words or len(words.split()) > _LONGEST_LEAD or _SUBJECT.search(words) or _contested(page, (start, colon)):
        return False
    return _has_setting(page, start, colon)


def shared(page: Page, start: int, first_value: int, last_value: int, end: int) -> Conditions:
    """The conditions of all values of a sentence: an opening "On room air," or a closing "both on room air"."""
    opening = page.folded[start:first_value]
    comma = re.search(r"[,:]", _masked(page.folded, start, first_value))
    colon = page.folded.rfind(": ", start, first_value)
    conditions = NO_CONDITIONS
    if _is_lead(page, start, colon):
        conditions = _read(page, (start, colon))
    elif comma and not _SUBJECT.search(opening[: comma.start()]):
        conditions = _read(page, (start, start + comma.start()))
    elif not _SUBJECT.search(opening):
        conditions = _read(page, (start, first_value))
    closing = _SHARED.search(page.folded, last_value, end)
    return over(_read(page, (closing.start(), end)), conditions) if closing else conditions
