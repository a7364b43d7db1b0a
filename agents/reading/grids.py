"""Rows whose meaning stands in the head of a column: a cross under "No", a grade under "Right" and "Left".

A cross under "No" denies what the row names, and so does a nought behind each of at least three names ("HA 0   jaw 0
LBP 0"). Under two sides, the row's name and each cell are read together, as if
the row said "KL grade 4" of the one and "KL grade 2" of the other. A bare degree in the column of the canal or of a
foramen, in the row of a level of the spine, is that of its stenosis.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agents.reading.columns import CROSS, head_of
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer, Lexicon
from agents.reading.text import tokenize
from priorauth.case import Side

_YES = re.compile(r"(?:yes|y|present|positive|pos)$")
_NO = re.compile(r"(?:no|n|none|absent|negative|neg|denies|denied|not present)$")
_RIGHT = re.compile(r"(?:right|rt|r|od)(?:\s(?:eye|knee|hip|leg|side|upper lid|hand|arm))?$")
_LEFT = re.compile(r"(?:left|lt|l|os)(?:\s(?:eye|knee|hip|leg|side|upper lid|hand|arm))?$")


class Grid(NamedTuple):
    """What the heads of the columns say of a row: ``sided`` are what its cells name, ``denied`` where it denies.

    ``narrowed`` are the stenoses whose degree a cell tells, beside what the row names itself.
    """

    sided: Sequence[tuple[Hit, Side]] | None = None
    denied: Sequence[tuple[int, int]] = ()
    narrowed: Sequence[Hit] = ()


NO_GRID = Grid()
_NOUGHT = re.compile(r"[^\W\d_][^\d:;,.]{0,30}\s(?:0|ø)$")
_FEWEST_NOUGHTS = 3
_LEVEL = re.compile(r"(?:c[2-7]|t1?[0-9]|l[1-5])\s?[-/]\s?(?:c?[3-7]|t?1?[0-9]|l?[2-5]|s?1)$")
_OPENING = re.compile(
    r"(?:central |spinal )?(?P<canal>canal)(?: stenosis)?$"
    r"|(?:(?:right|rt|r|left|lt|l|neural|neuro)[ -]?)*(?:foramen|foramina|foraminal|nf)(?: stenosis)?$"
)
_DEGREE = re.compile(r"(?:mild|mod|moderate|severe|marked|critical)(?:(?:[ -]to[ -]|[/-])(?:mod|moderate|severe))?$")


def grids(text: str, folded: str, statements: Sequence[Statement], lexicon: Lexicon) -> dict[int, Grid]:
    """The rows whose columns have such heads, by the place where the row begins."""
    found: dict[int, Grid] = {}
    for row in statements:
        if row.header and len(row.cells) > 1:
            heads = [_head(text, row, index) for index in range(1, len(row.cells))]
            if any(_YES.match(head) or _NO.match(head) for head in heads):
                found[row.start] = _crossed(text, folded, row, heads)
            elif any(map(_RIGHT.match, heads)) and any(map(_LEFT.match, heads)):
                found[row.start] = _sided(folded, row, heads, lexicon)
            elif _LEVEL.match(folded[slice(*row.cells[0])]):
                found[row.start] = Grid(narrowed=list(_narrowed(folded, row, heads, lexicon)))
        elif len(row.cells) >= _FEWEST_NOUGHTS and all(_NOUGHT.match(folded[one.start : one.end]) for one in row.cells):
            found[row.start] = Grid(denied=row.cells)
    return found


def _head(text: str, row: Statement, index: int) -> str:
    head = head_of(text, row, index)
    return text[head.start : head.end].lower().strip(" :?") if head else ""


def _crossed(text: str, folded: str, row: Statement, heads: Sequence[str]) -> Grid:
    """What a row denies by its one cross under "No"."""
    marked = [
        head
        for head, cell in zip(heads, row.cells[1:], strict=True)
        if CROSS.fullmatch(text, cell.start, cell.end) or _YES.match(folded[cell.start : cell.end])
    ]
    if len(marked) == 1 and _NO.match(marked[0]):
        return Grid(denied=(row.cells[0],))
    return NO_GRID


def _sided(folded: str, row: Statement, heads: Sequence[str], lexicon: Lexicon) -> Grid:
    sided: list[tuple[Hit, Side]] = []
    denied: list[tuple[int, int]] = []
    name = folded[row.cells[0].start : row.cells[0].end].strip(" :")
    for head, cell in zip(heads, row.cells[1:], strict=True):
        side = side_of(head)
        if side is None:
            continue
        words = folded[cell.start : cell.end]
        sided += [(Hit(cell.start, cell.end, hit.meanings), side) for hit in _named(name, words, lexicon)]
        if _NO.match(words) or words in ("-", "(-)", "0"):
            denied.append(cell)
    return Grid(tuple(sided), tuple(denied))


def _narrowed(folded: str, row: Statement, heads: Sequence[str], lexicon: Lexicon) -> Iterator[Hit]:
    """The stenoses of a level's row, each in the cell that tells its degree: "SEVERE" under "R foramen"."""
    for head, cell in zip(heads, row.cells[1:], strict=True):
        opening = _OPENING.match(head)
        if opening is None or _DEGREE.match(folded[slice(*cell)]) is None:
            continue
        words = "central canal stenosis" if opening["canal"] else "foraminal stenosis"
        hits = lexicon.scan(words, tokenize(words))[Layer.CONCEPT].hits
        yield from (Hit(*cell, hit.meanings) for hit in hits)


def side_of(head: str) -> Side | None:
    """The side that the head of a column names, and nothing else; in small letters."""
    return Side.RIGHT if _RIGHT.match(head) else Side.LEFT if _LEFT.match(head) else None


def _named(name: str, words: str, lexicon: Lexicon) -> Iterator[Hit]:
    """What a row's name and a cell say together: what only they say, and what the cell answers."""
    together = f"{name} {words}"
    answered = _YES.match(words) or _NO.match(words) or words in ("+", "-", "(+)", "(-)", "0")
    for hit in lexicon.scan(together, tokenize(together))[Layer.CONCEPT].hits:
        if hit.end > len(name) + 1 or answered:
            yield hit
