"""The leaves that ask the record: findings, measurements, treatments, documents, earlier use."""

from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from priorauth.case import DocumentKind
from priorauth.facts import Activity, Assertion, Bound, OxygenSource, TreatmentOutcome
from priorauth.nodes import Node
from priorauth.value import Value


class Silence(StrEnum):
    """What a record that says nothing means."""

    INSUFFICIENT = "insufficient"
    PRESUMED_ABSENT = "presumed_absent"


class FindingLeaf(Node):
    """The record states a concept, or any concept of a group.

    ``asserted: planned`` asks for a plan or what was done, ``family`` for what is stated of a relative.
    ``history_counts`` also accepts what is stated of the past. ``same_side`` asks for the side of the service line.
    ``before`` names a concept or group: the finding must be dated no later than its first dated mention.
    ``if_silent: presumed_absent`` is for exclusions only and needs a ``source``.
    """

    finding: str
    asserted: Literal[Assertion.PRESENT, Assertion.PLANNED, Assertion.FAMILY] = Assertion.PRESENT
    history_counts: bool = False
    same_side: bool = False
    within_days: int | None = Field(default=None, ge=1, le=36_500)
    before: str | None = None
    if_silent: Silence = Silence.INSUFFICIENT


class When(Value):
    """The conditions under which a measurement counts. What is not named does not matter."""

    activity: Activity | None = None
    oxygen: OxygenSource | None = None
    method: str | None = None


class Prevails(StrEnum):
    """Which of several values decides, where the cited source says so."""

    LATEST = "latest"
    LOWEST = "lowest"
    HIGHEST = "highest"


class Alternative(Value):
    """Another measurement by which some tests report the same quantity, in the same unit, and when it counts."""

    measurement: str
    when: When = When()


class MeasurementLeaf(Node):
    """A measurement compares to a threshold. Thresholds are in ``unit``, the concept's canonical unit.

    Values of one day and the same conditions yield to those of ``yields_to`` (blood gas over oximetry).
    ``alternatives`` are judged each by itself: one that satisfies is enough, and one that the record does not state
    leaves nothing open where another is stated. ``occasions`` asks for values on so many different dates.
    """

    measurement: str
    unit: str
    at_least: Decimal | None = None
    more_than: Decimal | None = None
    at_most: Decimal | None = None
    less_than: Decimal | None = None
    when: When = When()
    same_side: bool = False
    within_days: int | None = Field(default=None, ge=1, le=36_500)
    prevails: Prevails | None = None
    yields_to: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    occasions: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _has_a_possible_threshold(self) -> "MeasurementLeaf":
        lows = [bound for bound in (self.at_least, self.more_than) if bound is not None]
        highs = [bound for bound in (self.at_most, self.less_than) if bound is not None]
        if not lows and not highs:
            raise ValueError("a measurement needs a threshold: at_least, more_than, at_most or less_than")
        if lows and highs and max(lows) >= min(highs) and not self.admits(max(lows)):
            raise ValueError("no value can satisfy both thresholds")
        return self

    @property
    def readings(self) -> tuple["MeasurementLeaf", ...]:
        """The leaf for each measurement that reports the quantity: its own, and every alternative."""
        others = (dict(other) | {"alternatives": ()} for other in self.alternatives)
        return (self, *(self.model_copy(update=other) for other in others))

    def admits(self, value: Decimal) -> bool:
        """Whether a value in the leaf's unit satisfies every threshold."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.more_than is None or value > self.more_than)
            and (self.at_most is None or value <= self.at_most)
            and (self.less_than is None or value < self.less_than)
        )

    def admits_beyond(self, value: Decimal, bound: Bound) -> bool | None:
        """Whether every value beyond a bound satisfies every threshold; None where the bound does not settle it."""
        lower, upper = ((self.at_least, True), (self.more_than, False)), ((self.at_most, True), (self.less_than, False))
        is_lower = bound in (Bound.AT_LEAST, Bound.MORE_THAN)
        is_inclusive = bound in (Bound.AT_LEAST, Bound.AT_MOST)
        ahead, behind = (lower, upper) if is_lower else (upper, lower)

        def lies_beyond(threshold: Decimal, *, strictly: bool) -> bool:
            distance = value - threshold if is_lower else threshold - value
            return distance > 0 or (distance == 0 and not (strictly and is_inclusive))

        if any(lies_beyond(end, strictly=holds) for end, holds in behind if end is not None):
            return False
        is_open = any(end is not None for end, _ in behind)
        reached = all(lies_beyond(end, strictly=not holds) for end, holds in ahead if end is not None)
        return True if reached and not is_open else None


class TreatmentLeaf(Node):
    """A treatment, or any of a group, was given, for so long, with one of these outcomes.

    ``lasted_days`` is the shortest course that counts, in days; an outcome list means that the record states one of
    them.
    """

    treatment: str
    outcome: tuple[TreatmentOutcome, ...] = ()
    lasted_days: int | None = Field(default=None, ge=1)
    within_days: int | None = Field(default=None, ge=1, le=36_500)


class DocumentLeaf(Node):
    """A document of one of these kinds exists."""

    document: tuple[DocumentKind, ...] = Field(min_length=1)
    signed: bool = False
    within_days: int | None = Field(default=None, ge=1, le=36_500)


class PriorUseLeaf(Node):
    """A treatment, event or procedure, or any of a group, was given at most so often in the days before the order.

    The record is no claims history: what it mentions can only show that the limit is passed. ``stated_count`` is the
    measurement by which a record states how often it was given; that, or that it never was, decides. Else the history
    is not checked, and a person attests.
    """

    prior_use: str
    at_most: int = Field(ge=0)
    within_days: int = Field(ge=1, le=36_500)
    stated_count: str | None = None
