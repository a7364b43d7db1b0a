"""A value as it was read in a statement."""

from decimal import Decimal
from typing import NamedTuple

from agents.reading.layout import Cell
from agents.reading.values import Number
from priorauth.facts import Conditions
from priorauth.vocabulary import Concept


class Measured(NamedTuple):
    """A value read in a statement, with the offsets of its clause."""

    concept: Concept
    at: int
    number: Number
    value: Decimal
    high: Decimal | None
    conditions: Conditions
    clause: tuple[int, int]
    specific: bool
    past: bool
    contested: bool = False
    hearsay: bool = False
    cell: Cell | None = None
    extra: tuple[tuple[int, int], ...] = ()
