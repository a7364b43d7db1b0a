"""Strong Kleene logic over the three statuses of a criterion.

MET is true, NOT_MET is false, INSUFFICIENT is unknown (Kleene, *Introduction to Metamathematics*, section 64).
"""

from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    """What the record shows about a criterion. NOT_MET needs contradicting evidence; silence is INSUFFICIENT."""

    NOT_MET = "NOT_MET"
    INSUFFICIENT = "INSUFFICIENT"
    MET = "MET"

    @property
    def rank(self) -> int:
        """The truth order: NOT_MET 0, INSUFFICIENT 1, MET 2."""
        return _ORDER.index(self)


_ORDER = (Status.NOT_MET, Status.INSUFFICIENT, Status.MET)


def all_of(statuses: Iterable[Status]) -> Status:
    """The minimum. Raises ValueError for no statuses: a rule without conditions is no rule."""
    return min(statuses, key=lambda status: status.rank)


def any_of(statuses: Iterable[Status]) -> Status:
    """The maximum. Raises ValueError for no statuses."""
    return max(statuses, key=lambda status: status.rank)


def negate(status: Status) -> Status:
    """MET and NOT_MET change places; unknown stays unknown."""
    return _ORDER[2 - status.rank]


def at_least(count: int, statuses: Iterable[Status]) -> Status:
    """MET when ``count`` are MET, NOT_MET when even the unknown ones could not make up ``count``."""
    ranked = sorted(statuses, key=lambda status: status.rank, reverse=True)
    return ranked[count - 1]


def none_of(statuses: Iterable[Status]) -> Status:
    """No condition holds: the negation of :func:`any_of`."""
    return negate(any_of(statuses))
