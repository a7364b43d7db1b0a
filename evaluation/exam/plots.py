"""Where the marks of the page's plots stand, in units of their drawing."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from priorauth.shares import Share

WIDTH = 720
_LEFT, _RIGHT, _TOP, _ROW, _FOOT = 232, 566, 8, 46, 26
_LANE = 9
_BINS = 32
_HIST_LEFT, _HIST_RIGHT, _HIST_TOP, _HIST_BASE = 44, 696, 34, 214
_STEPS = tuple(lead * 10**power for power in range(5) for lead in (1, 2, 5))
"""Milliseconds on which an axis may begin and end: 1 ms to 50 s."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with its interval on one lane: ``at`` between ``low`` and ``high``; ``told`` is the same in words."""

    half: str
    y: float
    at: float
    low: float
    high: float
    told: str


@dataclass(frozen=True, slots=True)
class Row:
    """A measure of all halves. ``target`` is where the project wants it to be, None where it asks nothing."""

    label: str
    y: float
    target: float | None
    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Forest:
    """Shares from 0 to 100 %, a row each."""

    height: int
    top: int
    bottom: int
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bin of the histogram."""

    x: float
    y: float
    width: float
    height: float
    told: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Times and how many cases took them, with the marks of percentiles."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    marks: tuple[Tick, ...]
    left: float = _HIST_LEFT
    right: float = _HIST_RIGHT
    top: float = _HIST_TOP
    base: float = _HIST_BASE


Measure = tuple[str, float | None, Sequence[tuple[str, Share]]]
"""A label, a target, and the share of each half under the half's name."""


def forest(measures: Sequence[Measure]) -> Forest:
    """One row for each measure, one lane in it for each half. An empty share leaves its lane empty."""
    rows = [_row(number, *measure) for number, measure in enumerate(measures)]
    bottom = _TOP + _ROW * len(rows)
    ticks = tuple(Tick(_x(percent / 100), f"{percent} %") for percent in range(0, 101, 20))
    return Forest(bottom + _FOOT, _TOP, bottom, tuple(rows), ticks)


def _row(number: int, label: str, target: float | None, shares: Sequence[tuple[str, Share]]) -> Row:
    middle = _TOP + _ROW * (number + 0.5)
    start = middle - _LANE * (len(shares) - 1)
    lanes = [
        Interval(half, start + 2 * _LANE * lane, _x(one.share), _x(one.low), _x(one.high), told(one))
        for lane, (half, one) in enumerate(shares)
        if one.share is not None and one.low is not None and one.high is not None
    ]
    return Row(label, middle, None if target is None else _x(target), tuple(lanes))


def told(one: Share) -> str:
    """A share in words: "32.4 % (11 of 34)"."""
    return "none" if one.share is None else f"{one.share:.1%} ({one.part} of {one.whole})".replace("%", " %")


def _x(share: float) -> float:
    return round(_LEFT + share * (_RIGHT - _LEFT), 1)


def histogram(milliseconds: Sequence[float], marks: Sequence[tuple[str, float]]) -> Histogram:
    """Bins of equal ratio, the axis logarithmic between round numbers. Raises ValueError where there is no time."""
    low = next(step for step in reversed(_STEPS) if step <= min(milliseconds) or step == _STEPS[0])
    high = next(step for step in _STEPS if step >= max(milliseconds) or step == _STEPS[-1])
    high = high if high > low else low * 2
    bounds = [low * (high / low) ** (number / _BINS) for number in range(_BINS + 1)]
    counts = Counter(_bin(one, bounds) for one in milliseconds)
    highest, height = max(counts.values()), _HIST_BASE - _HIST_TOP

    def at(value: float) -> float:
        return round(_HIST_LEFT + log(value / low) / log(high / low) * (_HIST_RIGHT - _HIST_LEFT), 1)

    bars = tuple(
        Bar(
            x=at(bounds[number]) + 1,
            y=round(_HIST_BASE - count / highest * height, 1),
            width=round(at(bounds[number + 1]) - at(bounds[number]) - 2, 1),
            height=round(count / highest * height, 1),
            told=f"{count} cases, {bounds[number]:.0f} to {bounds[number + 1]:.0f} ms",
        )
        for number, count in sorted(counts.items())
    )
    return Histogram(
        bars=bars,
        ticks=tuple(Tick(at(step), _duration(step)) for step in _STEPS if low <= step <= high),
        levels=(Tick(_HIST_BASE, "0"), Tick(_HIST_TOP, str(highest))),
        marks=tuple(Tick(at(min(max(value, low), high)), f"{name} {value:.0f} ms") for name, value in marks),
    )


def _bin(value: float, bounds: Sequence[float]) -> int:
    return min(max(bisect_right(bounds, value) - 1, 0), len(bounds) - 2)


def _duration(milliseconds: int) -> str:
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds // 1000} s"
