"""Which words a box of a form belongs to: those behind it, or, where the line ends in a box, those before it.

"[x] CPAP  [ ] BiPAP" and "CPAP [x]  BiPAP [ ]" tick the same.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_LABEL_END = re.compile(r"\s{2,}|$|\n|;|\|")
_WORD = re.compile(r"\s*([a-z]+)")
_PARTS = re.compile(r".*(?:\s{2,}|[:;?|]\s*|(?<=[a-z]{3})\.\s+|^\s*(?:[-*•·]|[0-9]{1,2}[.)])\s+)", re.DOTALL)
_FILLING = " .|_\t"
"""What may stand between words and the box that follows them, and behind the last one."""
_FEWEST = 2


class Box(NamedTuple):
    """A box on a line: code points of the line."""

    start: int
    end: int
    ticked: bool


class Label(NamedTuple):
    """What a box names: an answer from ``start`` to ``end``, the whole label from ``start`` to ``limit``."""

    start: int
    end: int
    limit: int


def labels_of(line: str, boxes: Sequence[Box]) -> Sequence[Label]:
    """The words of each box, in the order of the boxes."""
    gaps = [line[start:end] for start, end in _between(boxes)]
    if not _stand_behind(line, boxes, gaps):
        ends = [*(box.start for box in boxes[1:]), len(line)]
        return [_behind(line, box.end, end) for box, end in zip(boxes, ends, strict=True)]
    words = len(gaps[1].strip(_FILLING).split()) if len(gaps) > 1 else 0
    return [_before(line, *gap, words) for gap in _between(boxes)]


def _between(boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """The stretch before each box, from the box before it."""
    return [(0, boxes[0].start), *((one.end, other.start) for one, other in pairwise(boxes))]


def _stand_behind(line: str, boxes: Sequence[Box], gaps: Sequence[str]) -> bool:
    """Whether the boxes stand behind their words: nothing follows the last one, and words stand before each."""
    if line[boxes[-1].end :].strip(_FILLING) or not all(any(map(str.isalnum, gap)) for gap in gaps):
        return False
    asked = [gap.rstrip(_FILLING).endswith((":", "?")) for gap in gaps]
    return len(boxes) < _FEWEST or not asked[0] or all(asked)


def _behind(line: str, start: int, limit: int) -> Label:
    word = _WORD.match(line, start)
    found = _LABEL_END.search(line, min(start + 1, limit), limit)
    return Label(*(word.span(1) if word else (start, start)), found.start() if found else limit)


def _before(line: str, start: int, end: int, words: int) -> Label:
    """The words directly before a box, up to a wide gap or a colon; the first may have the line's name before them."""
    kept = line[start:end].rstrip(_FILLING + ":?")
    parts = _PARTS.match(kept)
    begin = parts.end() if parts else len(kept) - len(kept.lstrip())
    if start == 0 and words and len(kept[begin:].split()) > words:
        begin = len(kept) - len(" ".join(kept.split()[-words:])) if "  " not in kept[begin:] else begin
    return Label(start + begin, start + len(kept), start + len(kept))
