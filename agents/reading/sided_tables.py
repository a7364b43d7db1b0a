"""Tables with two rows of heads, the upper one of sides::

                 RIGHT                LEFT
                 diam mm   reflux s   diam mm   reflux s
    GSV thigh    3.1       0.3        7.4       3.1

What a cell is of is what its row's name and its lower head say together: "GSV thigh reflux s" is a saphenous vein's
reflux, "CFV reflux s" that of a deep one. Only a lower row that repeats itself under each side is taken for heads.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from agents.reading.columns import head_of
from agents.reading.grids import side_of
from agents.reading.layout import Statement
from agents.reading.lexicon import Layer, Lexicon
from agents.reading.lines import Cell
from agents.reading.text import has_digit, tokenize
from priorauth.case import Side
from priorauth.vocabulary import Concept, ConceptKind


class SidedCell(NamedTuple):
    """A cell with the measurement and side that its heads and its row's name give it; ``header``: the lower heads."""

    cell: Cell
    head: Cell
    concept: Concept
    side: Side
    header: tuple[Cell, ...]


def sided_tables(
    text: str, folded: str, statements: Sequence[Statement], lexicon: Lexicon
) -> Mapping[int, Sequence[SidedCell]]:
    """The cells of such tables, by where their row begins."""
    found: dict[int, Sequence[SidedCell]] = {}
    for place, (upper, lower) in enumerate(pairwise(statements)):
        sides = [side_of(folded[slice(*cell)]) for cell in upper.cells]
        if len(set(sides)) < len(sides) or not sides or None in sides or not _repeats(folded, lower, len(sides)):
            continue
        for row in statements[place + 2 :]:
            if not row.cells or len(row.cells) > len(lower.cells) + 1 or "\n\n" in text[lower.start : row.start]:
                break
            named = row._replace(header=lower.cells)
            found[row.start] = list(_cells(text, folded, named, [side for side in sides if side], lexicon))
    return found


def _repeats(folded: str, lower: Statement, groups: int) -> bool:
    """Whether a row says the same names once for each of some groups, and nothing else."""
    names = [folded[slice(*cell)] for cell in lower.cells]
    each = len(names) // groups
    return each > 0 and names == names[:each] * groups and not any(map(has_digit, names))


def _cells(text: str, folded: str, row: Statement, sides: Sequence[Side], lexicon: Lexicon) -> Iterator[SidedCell]:
    name = folded[slice(*row.cells[0])].strip(" :")
    each = len(row.header) // len(sides)
    for index, cell in enumerate(row.cells[1:], start=1):
        head = head_of(text, row, index)
        words = f"{name} {folded[slice(*head)]}" if head is not None else ""
        hits = lexicon.scan(words, tokenize(words))[Layer.CONCEPT].hits
        named = {one.id: one for hit in hits for one in hit.meanings if isinstance(one, Concept)}
        measured = [one for one in named.values() if one.kind is ConceptKind.MEASUREMENT]
        if head is not None and len(measured) == 1:
            yield SidedCell(cell, head, measured[0], sides[row.header.index(head) // each], row.header)
