"""Decided requests, and what of them is counted: the numbers that every metric can be computed from."""

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from priorauth.case import LineOfBusiness, Priority
from priorauth.determination import DeterminationOutcome
from priorauth.metric_definitions import Apart
from priorauth.value import Value

_FAVOR = (DeterminationOutcome.ADVERSE, DeterminationOutcome.PARTIALLY_APPROVED, DeterminationOutcome.APPROVED)
"""Outcomes, from the worst for the member to the best."""


@dataclass(frozen=True, slots=True)
class DecidedRequest:
    """A request with its first decision. ``reconsidered`` is what was decided on appeal, None where nothing was yet.

    ``priority`` is the one that it had when it was first decided. ``set_aside`` says why it is in no percentage.
    """

    line_of_business: LineOfBusiness | None
    priority: Priority
    received_at: dt.datetime
    decided_at: dt.datetime
    outcome: DeterminationOutcome
    extended: bool = False
    appealed: bool = False
    reconsidered: DeterminationOutcome | None = None
    set_aside: Apart | None = None

    @property
    def overturned(self) -> bool:
        """Whether the appeal was decided more favorably than the request."""
        return self.reconsidered is not None and _FAVOR.index(self.reconsidered) > _FAVOR.index(self.outcome)


@dataclass(frozen=True, slots=True)
class Undecided:
    """How many requests of a line of business have no decision, of one kind."""

    line_of_business: LineOfBusiness | None
    kind: Apart
    count: int


class Counts(Value):
    """Requests of one priority that were decided in the year. Every percentage can be computed anew from these.

    ``approved`` is in whole. ``appeals_overturned`` were decided more favorably on appeal, ``appeals_undecided`` are
    open or were withdrawn.
    """

    priority: Priority
    decided: int
    approved: int
    partially_approved: int
    denied: int
    extended: int
    extended_approved: int
    extended_partially_approved: int
    appealed: int
    appeals_overturned: int
    appeals_upheld: int
    appeals_undecided: int


@dataclass(slots=True)
class Tally:
    """What is counted of one line of business and priority; times in seconds."""

    counted: Counter[str] = field(default_factory=Counter[str])
    seconds: "array[float]" = field(default_factory=lambda: array("d"))

    def add(self, one: DecidedRequest) -> None:
        """Counts a request."""
        outcome = one.outcome.value
        self.counted[outcome] += 1
        self.seconds.append((one.decided_at - one.received_at).total_seconds())
        if one.extended:
            self.counted[f"extended_{outcome}"] += 1
        if one.appealed:
            decided = "overturned" if one.overturned else "upheld" if one.reconsidered else "undecided"
            self.counted[f"appeals_{decided}"] += 1

    def counts(self, priority: Priority) -> Counts:
        """What was counted, of this priority."""
        said = self.counted
        extended = {outcome: said[f"extended_{outcome.value}"] for outcome in DeterminationOutcome}
        appeals = {f"appeals_{how}": said[f"appeals_{how}"] for how in ("overturned", "upheld", "undecided")}
        return Counts(
            priority=priority,
            decided=len(self.seconds),
            approved=said[DeterminationOutcome.APPROVED.value],
            partially_approved=said[DeterminationOutcome.PARTIALLY_APPROVED.value],
            denied=said[DeterminationOutcome.ADVERSE.value],
            extended=sum(extended.values()),
            extended_approved=extended[DeterminationOutcome.APPROVED],
            extended_partially_approved=extended[DeterminationOutcome.PARTIALLY_APPROVED],
            appealed=sum(appeals.values()),
            **appeals,
        )


COUNTED: Mapping[str, str] = MappingProxyType(
    {
        "decided": "Decided in the year",
        "approved": "Approved in whole",
        "partially_approved": "Approved in part",
        "denied": "Denied: nothing was approved",
        "extended": "Time for review extended",
        "extended_approved": "Time for review extended, and approved in whole",
        "extended_partially_approved": "Time for review extended, and approved in part",
        "appealed": "Appealed",
        "appeals_overturned": "Appealed, and decided more favorably",
        "appeals_upheld": "Appealed, and not decided more favorably",
        "appeals_undecided": "Appealed, and open or the appeal withdrawn",
    }
)
"""What the fields of :class:`Counts` count, in words."""
