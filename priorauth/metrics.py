"""The yearly public metrics of prior authorization, computed from decided requests. No clock and no store is read."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Literal
from zoneinfo import ZoneInfo

from priorauth.case import LineOfBusiness, Priority
from priorauth.listed_services import ListedService, services_asked_for
from priorauth.metric_counts import Counts, DecidedRequest, Tally, Undecided
from priorauth.metric_definitions import (
    APART,
    COVERAGE,
    DEFINITIONS,
    LIMITS,
    NAMES,
    Apart,
    Coverage,
    Definition,
    Measure,
    bounds_of,
    check_year,
)
from priorauth.program import Program
from priorauth.value import Value

FEW = 30
"""Of fewer requests than this, a percentage says little, and is marked so."""
NONE = "no requests"
_HOUR, _DAY = 3_600, 86_400


class Proportion(Value):
    """A percentage with its counts; None of an empty whole, which ``said`` tells as "no requests".

    ``partial`` is how many of the numerator were approved in part only, where that is counted.
    """

    definition: Definition
    numerator: int
    denominator: int
    partial: int | None = None
    percent: float | None
    said: str


class Span(Value):
    """A time, in days or hours with two decimals, and to the second."""

    seconds: int
    value: float
    unit: Literal["days", "hours"]

    @property
    def said(self) -> str:
        """The time with its unit."""
        return f"{self.value:,.2f} {self.unit}"


class TimeToDecision(Value):
    """How long the decisions of one priority took; None where there was none."""

    definition: Definition
    requests: int
    average: Span | None
    median: Span | None

    @property
    def said(self) -> str:
        """Both, or that there were no requests."""
        if self.average is None or self.median is None:
            return NONE
        few = " (of few requests)" if self.requests < FEW else ""
        return f"average {self.average.said}, median {self.median.said}{few}"


class ApartCount(Value):
    """Requests that are in no percentage."""

    kind: Apart
    definition: str
    count: int


class LineMetrics(Value):
    """The metrics of a line of business. Where the rule does not cover it, ``decided`` is all that is told."""

    line_of_business: LineOfBusiness | None
    name: str
    coverage: Coverage
    decided: int
    services: tuple[ListedService, ...] = ()
    counts: tuple[Counts, ...] = ()
    proportions: tuple[Proportion, ...] = ()
    times: tuple[TimeToDecision, ...] = ()
    apart: tuple[ApartCount, ...] = ()


class YearlyMetrics(Value):
    """The metrics of a year, in the plan's time zone, as of a moment. ``complete``: the year is over."""

    year: int
    time_zone: str
    as_of: dt.datetime
    complete: bool
    lines: tuple[LineMetrics, ...]
    definitions: tuple[Definition, ...] = tuple(DEFINITIONS.values())
    limits: tuple[str, ...] = LIMITS


_Tallies = Mapping[tuple[LineOfBusiness | None, Priority], Tally]


def yearly_metrics(
    year: int,
    zone: ZoneInfo,
    now: dt.datetime,
    requests: Iterable[DecidedRequest],
    undecided: Iterable[Undecided] = (),
    programs: Sequence[Program] = (),
) -> YearlyMetrics:
    """The metrics of the requests that were first decided in a year; those of other years are passed over.

    Raises :class:`YearOutOfRange`.
    """
    check_year(year, now.astimezone(zone).date())
    begin, end = bounds_of(year, zone)
    tallies: defaultdict[tuple[LineOfBusiness | None, Priority], Tally] = defaultdict(Tally)
    apart: Counter[tuple[LineOfBusiness | None, Apart]] = Counter()
    for one in requests:
        if begin <= one.decided_at < end:
            if one.set_aside is None:
                tallies[one.line_of_business, one.priority].add(one)
            else:
                apart[one.line_of_business, one.set_aside] += 1
    for group in undecided:
        apart[group.line_of_business, group.kind] += group.count
    return YearlyMetrics(
        year=year,
        time_zone=zone.key,
        as_of=now,
        complete=now >= end,
        lines=tuple(_line(business, year, tallies, apart, programs) for business in COVERAGE),
    )


def only(metrics: YearlyMetrics, business: LineOfBusiness | None) -> YearlyMetrics:
    """The metrics of one line of business; all of them where none is named."""
    lines = tuple(line for line in metrics.lines if business in (None, line.line_of_business))
    return metrics.model_copy(update={"lines": lines})


def _line(
    business: LineOfBusiness | None,
    year: int,
    tallies: _Tallies,
    apart: Counter[tuple[LineOfBusiness | None, Apart]],
    programs: Sequence[Program],
) -> LineMetrics:
    coverage = COVERAGE[business]
    empty = Tally()
    standard, expedited = (tallies.get((business, priority), empty) for priority in Priority)
    decided = len(standard.seconds) + len(expedited.seconds)
    line = LineMetrics(line_of_business=business, name=NAMES[business], coverage=coverage, decided=decided)
    if not coverage.covered:
        return line
    counts = (standard.counts(Priority.STANDARD), expedited.counts(Priority.EXPEDITED))
    told = {
        "services": services_asked_for(business, year, programs),
        "counts": counts,
        "proportions": tuple(_proportions(*counts)),
        "times": (
            _time(Measure.STANDARD_TIME, standard, in_days=True),
            _time(Measure.EXPEDITED_TIME, expedited, in_days=False),
        ),
        "apart": tuple(
            ApartCount(kind=kind, definition=definition, count=apart[business, kind])
            for kind, definition in APART.items()
        ),
    }
    return line.model_copy(update=told)


def _proportions(standard: Counts, expedited: Counts) -> Iterator[Proportion]:
    """Elements 2 to 7 in their order, then what stands beside them."""
    both = standard.decided + expedited.decided
    extended_in_part = standard.extended_partially_approved + expedited.extended_partially_approved
    extended_in_whole = standard.extended_approved + expedited.extended_approved
    yield _approved(Measure.STANDARD_APPROVED, standard)
    yield _proportion(Measure.STANDARD_DENIED, standard.denied, standard.decided)
    yield _proportion(Measure.STANDARD_APPEALED, standard.appeals_overturned, standard.appealed)
    yield _proportion(Measure.EXTENDED, extended_in_whole + extended_in_part, both, extended_in_part)
    yield _approved(Measure.EXPEDITED_APPROVED, expedited)
    yield _proportion(Measure.EXPEDITED_DENIED, expedited.denied, expedited.decided)
    yield _proportion(Measure.STANDARD_PARTIAL, standard.partially_approved, standard.decided)
    yield _proportion(Measure.EXPEDITED_PARTIAL, expedited.partially_approved, expedited.decided)
    yield _proportion(Measure.ALL_EXTENDED, standard.extended + expedited.extended, both)


def _approved(measure: Measure, counts: Counts) -> Proportion:
    partial = counts.partially_approved
    return _proportion(measure, counts.approved + partial, counts.decided, partial)


def _proportion(measure: Measure, numerator: int, denominator: int, partial: int | None = None) -> Proportion:
    percent = round(100 * numerator / denominator, 2) if denominator else None
    few = " (of few requests)" if denominator < FEW else ""
    return Proportion(
        definition=DEFINITIONS[measure],
        numerator=numerator,
        denominator=denominator,
        partial=partial,
        percent=percent,
        said=NONE if percent is None else f"{percent:.2f}%{few}",
    )


def _time(measure: Measure, tally: Tally, *, in_days: bool) -> TimeToDecision:
    seconds = tally.seconds
    spans = (sum(seconds) / len(seconds), median(seconds)) if seconds else ()
    average, middle = (_span(one, in_days=in_days) for one in spans) if spans else (None, None)
    return TimeToDecision(definition=DEFINITIONS[measure], requests=len(seconds), average=average, median=middle)


def _span(seconds: float, *, in_days: bool) -> Span:
    days = in_days and seconds >= _DAY
    value = round(seconds / (_DAY if days else _HOUR), 2)
    return Span(seconds=round(seconds), value=value, unit="days" if days else "hours")
