"""Some days of cases whose figures were computed by hand."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agents.models.embedded import MODEL_NAME
from priorauth.agreement import LEAST, Agreement, Applied, agreement_by_policy, is_language_model, models_of
from priorauth.case import LineOfBusiness, Priority
from priorauth.clock_state import ClockState
from priorauth.determination import DeterminationOutcome, Level, ReasonCode
from priorauth.findings import Route
from priorauth.lifecycle import CaseStatus
from priorauth.operation_definitions import DEFINITIONS, Days, DaysOutOfRange, Figure, chosen_days
from priorauth.operations import (
    FirstDecision,
    Happened,
    OpenCases,
    OperationalMetrics,
    ReceivedCase,
    Timeliness,
    Turnaround,
    operational_metrics,
    timeliness_of,
)
from priorauth.recommendation import Outcome
from priorauth.spreads import HourSpan, distribution_of, percentile, spread_of

NEW_YORK = ZoneInfo("America/New_York")
TODAY = dt.date(2026, 6, 3)
DAYS = Days(first=dt.date(2026, 6, 1), last=TODAY)
NOW = dt.datetime(2026, 6, 3, 20, tzinfo=dt.UTC)
BEGIN = dt.datetime(2026, 6, 1, 4, tzinfo=dt.UTC)
"""The first moment of June 1 in New York."""
APPROVED, PARTIAL, ADVERSE = DeterminationOutcome
HOUR = dt.timedelta(hours=1)


def decision(hours: float, decided_at: dt.datetime = BEGIN, **given: Any) -> FirstDecision:
    """A standard request that was approved as recommended, in time, so many hours after its receipt."""
    stated: dict[str, Any] = {
        "priority": Priority.STANDARD,
        "outcome": APPROVED,
        "timeliness": Timeliness.IN_TIME,
        "recommended": Outcome.APPROVE,
    }
    return FirstDecision(received_at=decided_at - hours * HOUR, decided_at=decided_at, **stated | given)


def figures(**happened: Any) -> OperationalMetrics:
    nothing: dict[str, Any] = {"received": (), "decided": (), "open_now": (), "breaches": ()}
    return operational_metrics(DAYS, NEW_YORK, NOW, Happened(**nothing | happened), LineOfBusiness.CHIP)


def turnaround(metrics: OperationalMetrics, priority: Priority | None = None) -> Turnaround:
    return next(one for one in metrics.turnaround if one.priority is priority)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([5.0], 0.95, 5), ([1.0, 2, 3, 4], 0.5, 2.5), ([1.0, 2, 3, 4], 0.75, 3.25), ([0.0, 10, 20], 0.95, 19)],
)
def test_a_percentile_lies_between_the_two_nearest_values(values: list[float], share: float, expected: float):
    assert percentile(values, share) == pytest.approx(expected)


def test_a_spread_by_hand():
    """Of 4, 1, 3 and 2 hours: at 1.5, 2.25 and 2.85 of the way from the first of the ordered values."""
    spread = spread_of(hours * 3_600 for hours in (4, 1, 3, 2))
    assert spread.model_dump() == {
        "count": 4,
        "mean_hours": 2.5,
        "median_hours": 2.5,
        "p75_hours": 3.25,
        "p95_hours": 3.85,
    }
    assert set(spread_of(()).model_dump().values()) == {0, None}


def test_a_time_on_an_edge_is_in_the_span_that_begins_there():
    spans = distribution_of([0, 14_399, 14_400, 72 * 3_600, 9_999 * 3_600])
    assert [one.count for one in spans] == [2, 1, 0, 0, 0, 1, 0, 0, 1]
    assert spans[0] == HourSpan(from_hours=0, to_hours=4, count=2)
    assert spans[-1] == HourSpan(from_hours=336, to_hours=None, count=1)


def test_the_days_are_of_the_plans_calendar():
    assert chosen_days(None, None, TODAY) == Days(first=dt.date(2026, 5, 5), last=TODAY)
    assert chosen_days(dt.date(2026, 6, 1), None, TODAY) == DAYS
    assert chosen_days(None, TODAY, dt.date(2027, 1, 1)).first == dt.date(2026, 5, 5)
    assert DAYS.bounds(NEW_YORK) == (BEGIN, BEGIN + dt.timedelta(days=3))
    change = Days(first=dt.date(2026, 11, 1), last=dt.date(2026, 11, 1))
    begin, end = change.bounds(NEW_YORK)
    assert end - begin == 25 * HOUR
    assert [day.day for day in DAYS.each()] == [1, 2, 3]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2026, 6, 2), dt.date(2026, 6, 1)),
        (dt.date(2025, 6, 1), dt.date(2026, 6, 2)),
        (dt.date.min, dt.date.min),
        (None, dt.date.min),
        (dt.date.max, dt.date.max),
    ],
)
def test_days_that_are_none_or_too_many_are_refused(first: dt.date | None, last: dt.date):
    with pytest.raises(DaysOutOfRange, match="at most 366 days"):
        chosen_days(first, last, TODAY)


def test_a_year_of_days_is_not_too_many():
    assert len(chosen_days(dt.date(2024, 1, 1), dt.date(2024, 12, 31), TODAY).each()) == 366


@pytest.mark.parametrize(
    ("level", "state", "expected"),
    [
        (Level.INITIAL, ClockState.ANSWERED_IN_TIME, Timeliness.IN_TIME),
        (Level.INITIAL, ClockState.ANSWERED_LATE, Timeliness.LATE),
        (Level.INITIAL, ClockState.BREACHED, Timeliness.LATE),
        (Level.INITIAL, ClockState.RUNNING, Timeliness.NOT_NOTIFIED),
        (Level.RECONSIDERATION, ClockState.BREACHED, Timeliness.APPEALED),
    ],
)
def test_whether_a_decision_was_in_time(level: Level, state: ClockState, expected: Timeliness):
    assert timeliness_of(level, state) is expected


def test_turnaround_by_priority():
    """Standard: 10, 20, 30 and 60 hours; expedited: 5 hours."""
    expedited: dict[str, Any] = {"priority": Priority.EXPEDITED}
    metrics = figures(
        decided=[
            decision(10),
            decision(20, timeliness=Timeliness.LATE),
            decision(30, timeliness=Timeliness.NOT_NOTIFIED),
            decision(60, timeliness=Timeliness.APPEALED),
            decision(5, **expedited),
        ]
    )
    both, standard, urgent = (turnaround(metrics, one) for one in (None, *Priority))
    assert (both.spread.count, both.spread.mean_hours, both.spread.median_hours) == (5, 25, 20)
    assert (standard.spread.mean_hours, standard.spread.median_hours, standard.spread.p75_hours) == (30, 25, 37.5)
    assert standard.spread.p95_hours == 55.5
    assert (urgent.spread.p95_hours, urgent.in_time.in_time.share) == (5, 1)
    told = standard.in_time
    assert (told.in_time.part, told.in_time.whole, told.not_notified, told.appealed) == (1, 2, 1, 1)


def test_what_was_received_and_recommended():
    pend: dict[str, Any] = {"recommended": Outcome.PEND}
    metrics = figures(
        received=[
            ReceivedCase(BEGIN, BEGIN + HOUR, Outcome.APPROVE),
            ReceivedCase(BEGIN, BEGIN + 3 * HOUR, **pend, route=Route.NEEDS_PHYSICIAN),
            ReceivedCase(BEGIN, BEGIN + 2 * HOUR, **pend, route=Route.NEEDS_INFORMATION),
            ReceivedCase(BEGIN + 24 * HOUR),
        ],
        open_now=[OpenCases(status=CaseStatus.RECEIVED, count=1, overdue=0)],
    )
    said = metrics.recommendations
    assert (metrics.received, said.approve, said.pend, said.none_yet) == (4, 1, 2, 1)
    assert (said.pend_rate.part, said.pend_rate.whole) == (2, 3)
    assert {one.route: one.count for one in said.routes} == {
        Route.NOT_EVALUATED: 0,
        Route.CORRECT_REQUEST: 0,
        Route.NEEDS_PHYSICIAN: 1,
        Route.NEEDS_INFORMATION: 1,
    }
    assert (metrics.to_recommendation.count, metrics.to_recommendation.median_hours) == (3, 2)
    assert (metrics.open_now[0].count, metrics.line_of_business) == (1, LineOfBusiness.CHIP)


def test_overrides_are_of_recommendations_that_could_be_accepted():
    judged: dict[str, Any] = {"reason": ReasonCode.CLINICAL_JUDGEMENT}
    metrics = figures(
        decided=[
            decision(1),
            decision(1),
            decision(1, outcome=PARTIAL, **judged),
            decision(1, outcome=ADVERSE, reason=ReasonCode.EVIDENCE_MISREAD),
            decision(1, recommended=Outcome.PEND, **judged),
            decision(1, recommended=None),
        ]
    )
    said = metrics.overrides
    assert (said.of_approvals.part, said.of_approvals.whole, said.on_pend, said.unknown) == (2, 4, 1, 1)
    assert [(one.reason, one.count) for one in said.reasons] == [
        (ReasonCode.CLINICAL_JUDGEMENT, 2),
        (ReasonCode.EVIDENCE_MISREAD, 1),
    ]
    assert [one.count for one in metrics.determinations] == [4, 1, 1]


def test_a_day_begins_at_midnight_of_the_plan():
    evening = BEGIN + 24 * HOUR - dt.timedelta(minutes=1)
    metrics = figures(
        received=[ReceivedCase(evening), ReceivedCase(evening + 2 * dt.timedelta(minutes=1))],
        decided=[decision(2, evening), decision(4, evening)],
        breaches=[BEGIN + 71 * HOUR],
    )
    told = [(one.day.day, one.received, one.decided, one.breached, one.median_hours) for one in metrics.by_day]
    assert told == [(1, 1, 2, 0, 3.0), (2, 1, 0, 0, None), (3, 0, 0, 1, None)]
    assert metrics.breached == 1


def test_nothing_happened():
    metrics = figures()
    assert (metrics.received, metrics.decided, metrics.overrides.of_approvals.share) == (0, 0, None)
    assert metrics.models.reviews == 0
    assert {one.figure for one in metrics.definitions} == set(Figure) == set(DEFINITIONS)


def applied(policies: dict[str, str], recommended: Outcome | None = Outcome.APPROVE, **given: Any) -> Applied:
    return Applied(recommended=recommended, overridden=given.pop("overridden", False), policies=policies, **given)


def agreement() -> Agreement:
    """A: 30 of 40 agreed; B: 40 of 40; C: too few, none agreed; D: on a recommendation to pend only."""
    ab, b, c = {"A": "Policy A", "B": "Policy B"}, {"B": "Policy B"}, {"C": "Policy C"}
    some = [applied(ab) for _ in range(30)]
    some += [applied({"A": "Policy A"}, overridden=True) for _ in range(10)]
    some += [applied(b) for _ in range(10)]
    some += [applied(c, overridden=True) for _ in range(LEAST - 1)]
    some += [applied({"D": "Policy D"}, Outcome.PEND, overridden=True), applied({}, None)]
    return agreement_by_policy(some, 100)


def test_agreement_by_policy_ranks_only_what_is_enough():
    found = agreement()
    told = [(one.policy_id, one.decided, one.agreed.part, one.agreed.whole, one.ranked) for one in found.policies]
    assert told == [
        ("A", 40, 30, 40, True),
        ("B", 40, 40, 40, True),
        ("C", 29, 0, 29, False),
        ("D", 1, 0, 0, False),
    ]
    assert (found.policies[3].on_pend, found.policies[0].title) == (1, "Policy A")
    assert (found.read, found.decided, found.least) == (81, 100, 30)


def test_which_models_took_part():
    use = models_of(
        [applied({}, model=MODEL_NAME), applied({}, model=MODEL_NAME), applied({}, model="m-4"), applied({})]
    )
    assert (use.reviews, use.with_language_model) == (3, 1)
    assert [(one.model, one.reviews, one.language_model) for one in use.models] == [
        (MODEL_NAME, 2, False),
        ("m-4", 1, True),
    ]
    assert not is_language_model(MODEL_NAME)
