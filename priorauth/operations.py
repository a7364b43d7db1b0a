"""The figures of daily operations, computed from what happened in some days. No clock and no store is read."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from priorauth.agreement import Agreement, Applied, ModelUse, agreement_by_policy, models_of
from priorauth.case import LineOfBusiness, Priority
from priorauth.clock_state import ClockState
from priorauth.determination import DeterminationOutcome, Level, ReasonCode
from priorauth.findings import Route
from priorauth.lifecycle import CaseStatus
from priorauth.model_costs import CaseUse, ModelCosts, model_costs
from priorauth.operation_definitions import FIGURE_DEFINITIONS, LIMITS, Days, FigureDefinition
from priorauth.recommendation import Outcome
from priorauth.shares import Share, wilson
from priorauth.spreads import HourSpan, Spread, distribution_of, spread_of
from priorauth.value import Value


class Timeliness(StrEnum):
    """Whether a first decision was notified by its due time. ``appealed``: the clock that is kept is the appeal's."""

    IN_TIME = "in_time"
    LATE = "late"
    NOT_NOTIFIED = "not_notified"
    APPEALED = "appealed"


_TIMELINESS = {
    ClockState.ANSWERED_IN_TIME: Timeliness.IN_TIME,
    ClockState.ANSWERED_LATE: Timeliness.LATE,
    ClockState.BREACHED: Timeliness.LATE,
}


def timeliness_of(level: Level, state: ClockState) -> Timeliness:
    """How the first decision stands, by the level that the case is at and its clock."""
    return _TIMELINESS.get(state, Timeliness.NOT_NOTIFIED) if level is Level.INITIAL else Timeliness.APPEALED


@dataclass(frozen=True, slots=True)
class ReceivedCase:
    """A case received in the days. ``first_reviewed_at`` is the end of its first review, if it has come."""

    received_at: dt.datetime
    first_reviewed_at: dt.datetime | None = None
    recommended: Outcome | None = None
    route: Route | None = None


@dataclass(frozen=True, slots=True)
class FirstDecision:
    """A case first decided in the days, with the priority that it had then.

    ``recommended`` is None where the determination does not tell; ``reason`` is that of an override.
    """

    priority: Priority
    received_at: dt.datetime
    decided_at: dt.datetime
    outcome: DeterminationOutcome
    timeliness: Timeliness
    recommended: Outcome | None
    reason: ReasonCode | None = None

    @property
    def seconds(self) -> float:
        """From receipt to decision."""
        return (self.decided_at - self.received_at).total_seconds()


class OpenCases(Value):
    """Cases that stand at one status now, and how many of them are overdue."""

    status: CaseStatus
    count: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Happened:
    """What a store tells of the days. ``breaches`` are the due times that passed."""

    received: Iterable[ReceivedCase]
    decided: Iterable[FirstDecision]
    open_now: Sequence[OpenCases]
    breaches: Sequence[dt.datetime]
    applied: Sequence[Applied] = ()
    used: Iterable[CaseUse] = ()


class InTime(Value):
    """Decisions in time, of those in time or late; and those of which neither can be said."""

    in_time: Share
    not_notified: int
    appealed: int


class Turnaround(Value):
    """From receipt to decision, of one priority; of both together where it is None."""

    priority: Priority | None
    spread: Spread
    distribution: tuple[HourSpan, ...]
    in_time: InTime


class RouteCount(Value):
    """Recommendations to pend that go one way."""

    route: Route
    count: int


class Recommendations(Value):
    """The newest recommendations of the cases received. ``none_yet`` have no whole review."""

    approve: int
    pend: int
    none_yet: int
    routes: tuple[RouteCount, ...]
    pend_rate: Share


class OutcomeCount(Value):
    """First decisions of one outcome."""

    outcome: DeterminationOutcome
    count: int


class ReasonCount(Value):
    """Overrides for one reason."""

    reason: ReasonCode
    count: int


class Overrides(Value):
    """Decisions otherwise than to approve, of those on a recommendation to approve; and those on no such one."""

    of_approvals: Share
    on_pend: int
    unknown: int
    reasons: tuple[ReasonCount, ...]


class DayFigures(Value):
    """What happened on one day. ``median_hours`` is of the cases first decided on it, None where there were none."""

    day: dt.date
    received: int
    decided: int
    breached: int
    median_hours: float | None
    p95_hours: float | None


class OperationalMetrics(Value):
    """The figures of some days, in the plan's time zone, as of a moment."""

    days: Days
    time_zone: str
    as_of: dt.datetime
    line_of_business: LineOfBusiness | None
    received: int
    decided: int
    breached: int
    open_now: tuple[OpenCases, ...]
    turnaround: tuple[Turnaround, ...]
    to_recommendation: Spread
    recommendations: Recommendations
    determinations: tuple[OutcomeCount, ...]
    overrides: Overrides
    agreement: Agreement
    models: ModelUse
    model_costs: ModelCosts
    by_day: tuple[DayFigures, ...]
    definitions: tuple[FigureDefinition, ...] = FIGURE_DEFINITIONS
    limits: tuple[str, ...] = LIMITS


def operational_metrics(
    days: Days, zone: ZoneInfo, now: dt.datetime, happened: Happened, business: LineOfBusiness | None = None
) -> OperationalMetrics:
    """The figures of the days from what happened in them."""
    received, decided = tuple(happened.received), tuple(happened.decided)
    reviewed = [(one.first_reviewed_at, one.received_at) for one in received]
    return OperationalMetrics(
        days=days,
        time_zone=zone.key,
        as_of=now,
        line_of_business=business,
        received=len(received),
        decided=len(decided),
        breached=len(happened.breaches),
        open_now=tuple(happened.open_now),
        turnaround=tuple(_turnaround(priority, decided) for priority in (None, *Priority)),
        to_recommendation=spread_of((ended - began).total_seconds() for ended, began in reviewed if ended is not None),
        recommendations=_recommendations(received),
        determinations=_determinations(decided),
        overrides=_overrides(decided),
        agreement=agreement_by_policy(happened.applied, len(decided)),
        models=models_of(happened.applied),
        model_costs=model_costs(happened.used, days, zone),
        by_day=_by_day(days, zone, received, decided, happened.breaches),
    )


def _turnaround(priority: Priority | None, decided: Sequence[FirstDecision]) -> Turnaround:
    ours = [one for one in decided if priority in (None, one.priority)]
    seconds = [one.seconds for one in ours]
    known = Counter(one.timeliness for one in ours)
    told = known[Timeliness.IN_TIME] + known[Timeliness.LATE]
    return Turnaround(
        priority=priority,
        spread=spread_of(seconds),
        distribution=distribution_of(seconds),
        in_time=InTime(
            in_time=wilson(known[Timeliness.IN_TIME], told),
            not_notified=known[Timeliness.NOT_NOTIFIED],
            appealed=known[Timeliness.APPEALED],
        ),
    )


def _recommendations(received: Sequence[ReceivedCase]) -> Recommendations:
    outcomes = Counter(one.recommended for one in received)
    routes = Counter(one.route for one in received if one.recommended is Outcome.PEND)
    approve, pend = outcomes[Outcome.APPROVE], outcomes[Outcome.PEND]
    return Recommendations(
        approve=approve,
        pend=pend,
        none_yet=outcomes[None],
        routes=tuple(RouteCount(route=route, count=routes[route]) for route in Route),
        pend_rate=wilson(pend, approve + pend),
    )


def _determinations(decided: Sequence[FirstDecision]) -> tuple[OutcomeCount, ...]:
    outcomes = Counter(one.outcome for one in decided)
    return tuple(OutcomeCount(outcome=outcome, count=outcomes[outcome]) for outcome in DeterminationOutcome)


def _overrides(decided: Sequence[FirstDecision]) -> Overrides:
    on = Counter(one.recommended for one in decided)
    reasons = Counter(one.reason for one in decided if one.reason is not None)
    against = sum(one.recommended is Outcome.APPROVE and one.reason is not None for one in decided)
    return Overrides(
        of_approvals=wilson(against, on[Outcome.APPROVE]),
        on_pend=on[Outcome.PEND],
        unknown=on[None],
        reasons=tuple(
            ReasonCount(reason=reason, count=count)
            for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def _by_day(
    days: Days,
    zone: ZoneInfo,
    received: Sequence[ReceivedCase],
    decided: Sequence[FirstDecision],
    breaches: Sequence[dt.datetime],
) -> tuple[DayFigures, ...]:
    def day_of(moment: dt.datetime) -> dt.date:
        return moment.astimezone(zone).date()

    came = Counter(day_of(one.received_at) for one in received)
    broken = Counter(map(day_of, breaches))
    seconds: dict[dt.date, list[float]] = {day: [] for day in days.each()}
    for one in decided:
        seconds[day_of(one.decided_at)].append(one.seconds)
    return tuple(
        DayFigures(
            day=day,
            received=came[day],
            decided=spread.count,
            breached=broken[day],
            median_hours=spread.median_hours,
            p95_hours=spread.p95_hours,
        )
        for day, spread in ((day, spread_of(took)) for day, took in seconds.items())
    )
