"""A value as it was read in a statement."""

from decimal import Decimal
from typing import NamedTuple

from agents.reading.lines import Cell
from agents.reading.values import Number
from priorauth.facts import Computation, Conditions
from priorauth.vocabulary import Concept


class Measured(NamedTuple):
    """A value read in a statement, with the offsets of its clause.

    ``is_told_apart`` is one of several values of its measurement, so that only its clause can date it.
    """

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
    is_told_apart: bool = False
    extra: tuple[tuple[int, int], ...] = ()
    computed: Computation | None = None
