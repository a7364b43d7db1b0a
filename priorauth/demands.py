"""What a policy asks for in every case: the values, findings and diagnoses without which it can never be met.

Two policies can be compared by that, whatever their trees look like. A tree is followed by what it implies: under "all
of" every child's demands hold, under "any of" only what all children share, and "none of" turns a demand around.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce

from priorauth.criteria import AgeLeaf, AnyOf, AtLeast, Criterion, NoneOf, UnitsLeaf
from priorauth.facts import Assertion
from priorauth.phrasing import conditions, words_of
from priorauth.record_criteria import FindingLeaf, MeasurementLeaf, PriorUseLeaf, TreatmentLeaf
from priorauth.trees import children_of

AGE_LIMIT = 200
"""The age below which everybody is: an age leaf with this bound has none."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range. ``inclusive``: the value itself is admitted."""

    value: Decimal
    inclusive: bool


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a policy admits, in one unit. An end that is None is open."""

    unit: str
    low: Bound | None = None
    high: Bound | None = None

    def within(self, other: "Range") -> "Range":
        """What both admit."""
        low = max(_present(self.low, other.low), key=_height_of_low, default=None)
        high = min(_present(self.high, other.high), key=_height_of_high, default=None)
        return Range(self.unit, low, high)

    def around(self, other: "Range") -> "Range | None":
        """The narrowest range that holds both; None where it has no end."""
        low = min(self.low, other.low, key=_height_of_low) if self.low and other.low else None
        high = max(self.high, other.high, key=_height_of_high) if self.high and other.high else None
        return Range(self.unit, low, high) if low or high else None

    def outside(self) -> "Range | None":
        """What it does not admit; None where that is no single range."""
        if self.low is not None and self.high is not None:
            return None
        turned = [replace(end, inclusive=not end.inclusive) if end else None for end in (self.low, self.high)]
        return Range(self.unit, low=turned[1], high=turned[0])

    def differs_from(self, other: "Range") -> bool:
        """Whether both give the same end and not the same value, or no value satisfies both.

        An end that only one of them gives adds to the other and is no difference.
        """
        ends = ((self.low, other.low), (self.high, other.high))
        return any(one and another and one != another for one, another in ends) or self.within(other).is_empty

    @property
    def is_empty(self) -> bool:
        """Whether no value is admitted."""
        if self.low is None or self.high is None or self.low.value < self.high.value:
            return False
        return self.low.value > self.high.value or not (self.low.inclusive and self.high.inclusive)

    def __str__(self) -> str:
        unit = "" if self.unit == "1" else f" {self.unit}"
        ends = ((self.low, "at least", "more than"), (self.high, "at most", "less than"))
        return " and ".join(
            f"{inclusive if end.inclusive else exclusive} {end.value.normalize():f}{unit}"
            for end, inclusive, exclusive in ends
            if end is not None
        )


def _present(*ends: Bound | None) -> list[Bound]:
    return [end for end in ends if end is not None]


def _height_of_low(end: Bound) -> tuple[Decimal, bool]:
    return end.value, not end.inclusive


def _height_of_high(end: Bound) -> tuple[Decimal, bool]:
    return end.value, end.inclusive


Demands = Mapping[str, Range | bool]
"""By what is asked about, in words: the range of a quantity, or whether a finding must be there (or must not)."""


def demands_of(criteria: Iterable[Criterion]) -> Demands:
    """What top-level criteria, all of them required, ask in every case."""
    return _together([_demands(criterion, wanted=True) for criterion in criteria])


def _demands(node: Criterion, *, wanted: bool) -> Demands:
    """What follows from the node's being true (``wanted``), or from its being false."""
    children = children_of(node)
    if not children:
        return dict(_of_leaf(node, wanted=wanted))
    below = [_demands(child, wanted=wanted != isinstance(node, NoneOf)) for child in children]
    return _together(below) if _every_child_counts(node, wanted=wanted) else _shared(below)


def _every_child_counts(node: Criterion, *, wanted: bool) -> bool:
    if isinstance(node, AtLeast):
        return node.count == (len(node.at_least_of) if wanted else 1)
    return wanted is not isinstance(node, AnyOf)


def _of_leaf(leaf: Criterion, *, wanted: bool) -> Iterator[tuple[str, Range | bool]]:
    if isinstance(leaf, FindingLeaf) and leaf.asserted is Assertion.PRESENT and leaf.before is None:
        yield _FINDING + leaf.finding, wanted
    for about, asked in _ranges(leaf):
        found = asked if wanted else asked.outside()
        if found is not None:
            yield about, found


_FINDING = "finding "


def findings_in(demands: Demands, *, wanted: bool) -> Iterator[str]:
    """The concepts and groups that must be there (``wanted``), or must not."""
    return (about.removeprefix(_FINDING) for about, asked in demands.items() if asked is wanted)


def ranges_in(demands: Demands) -> Mapping[str, Range]:
    """The quantities that are asked for."""
    return {about: asked for about, asked in demands.items() if isinstance(asked, Range)}


def _ranges(leaf: Criterion) -> Iterator[tuple[str, Range]]:
    match leaf:
        case MeasurementLeaf():
            about = ", ".join(part for part in (words_of(leaf.measurement), conditions(leaf.when)) if part)
            yield about, _range_of_measurement(leaf)
        case AgeLeaf(age=age):
            low = Bound(Decimal(age.at_least), inclusive=True) if age.at_least else None
            high = Bound(Decimal(age.below), inclusive=False) if age.below < AGE_LIMIT else None
            yield "the age", Range("years", low, high)
        case UnitsLeaf(units_at_most=units):
            yield "the units", Range("1", high=Bound(Decimal(units), inclusive=True))
        case TreatmentLeaf(treatment=treatment, lasted_days=int(days)):
            yield f"the length of {words_of(treatment)}", Range("days", low=Bound(Decimal(days), inclusive=True))
        case PriorUseLeaf(prior_use=what, at_most=often, within_days=days):
            about = f"earlier {words_of(what)} within {days} days"
            yield about, Range("1", high=Bound(Decimal(often), inclusive=True))
        case _:
            return


def _range_of_measurement(leaf: MeasurementLeaf) -> Range:
    asked = Range(leaf.unit)
    for value, inclusive in ((leaf.at_least, True), (leaf.more_than, False)):
        if value is not None:
            asked = asked.within(Range(leaf.unit, low=Bound(value, inclusive)))
    for value, inclusive in ((leaf.at_most, True), (leaf.less_than, False)):
        if value is not None:
            asked = asked.within(Range(leaf.unit, high=Bound(value, inclusive)))
    return asked


def _together(all_demands: Iterable[Demands]) -> Demands:
    return reduce(_joined, all_demands, {})


def _joined(first: Demands, second: Demands) -> Demands:
    both = {about: _merge(first[about], second[about], Range.within) for about in first.keys() & second.keys()}
    return {**first, **second, **{about: asked for about, asked in both.items() if asked is not None}}


def _shared(all_demands: Iterable[Demands]) -> Demands:
    return reduce(_common, all_demands)


def _common(first: Demands, second: Demands) -> Demands:
    both = {about: _merge(first[about], second[about], Range.around) for about in first.keys() & second.keys()}
    return {about: asked for about, asked in both.items() if asked is not None}


def _merge(
    first: Range | bool, second: Range | bool, combine: Callable[[Range, Range], Range | None]
) -> Range | bool | None:
    """Two demands about one thing as one; None where they do not agree."""
    if isinstance(first, Range) and isinstance(second, Range):
        return combine(first, second) if first.unit == second.unit else None
    return first if first is second else None
