"""How times spread: mean, median and upper percentiles, and how many lie in each of some fixed spans."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from math import floor

from priorauth.value import Value

HOUR = 3_600
EDGES: tuple[int, ...] = (0, 4, 8, 24, 48, 72, 120, 168, 336)
"""Where the spans of a distribution begin, in hours.

72 and 168 are the limits of expedited and of standard requests from 2026 on (42 CFR 422.572(a), 422.568(b)).
"""


_BEGIN_SECONDS = tuple(edge * HOUR for edge in EDGES)


class Spread(Value):
    """How long something took, in hours with two decimals; None where nothing was measured."""

    count: int
    mean_hours: float | None
    median_hours: float | None
    p75_hours: float | None
    p95_hours: float | None


class HourSpan(Value):
    """How many times lie from ``from_hours`` to before ``to_hours``; the last span has no end."""

    from_hours: int
    to_hours: int | None
    count: int


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies, between the two nearest by linear interpolation.

    This is type 7 of Hyndman and Fan (1996), as most spreadsheets compute it. ``ordered`` ascends and is not empty.
    """
    place = (len(ordered) - 1) * share
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def spread_of(seconds: Iterable[float]) -> Spread:
    """The spread of some times in seconds."""
    ordered = sorted(seconds)
    if not ordered:
        return Spread(count=0, mean_hours=None, median_hours=None, p75_hours=None, p95_hours=None)
    return Spread(
        count=len(ordered),
        mean_hours=_hours(sum(ordered) / len(ordered)),
        median_hours=_hours(percentile(ordered, 0.5)),
        p75_hours=_hours(percentile(ordered, 0.75)),
        p95_hours=_hours(percentile(ordered, 0.95)),
    )


def distribution_of(seconds: Iterable[float]) -> tuple[HourSpan, ...]:
    """How many times lie in each span; a time on an edge is in the span that begins there."""
    counts = [0] * len(EDGES)
    for one in seconds:
        counts[bisect_right(_BEGIN_SECONDS, one) - 1] += 1
    ends = (*EDGES[1:], None)
    return tuple(
        HourSpan(from_hours=begins, to_hours=ends_at, count=count)
        for begins, ends_at, count in zip(EDGES, ends, counts, strict=True)
    )


def _hours(seconds: float) -> float:
    return round(seconds / HOUR, 2)
