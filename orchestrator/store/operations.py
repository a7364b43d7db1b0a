"""What the figures of daily operations are computed from: cases received, decided and open, and due times that passed.

Cases and decisions of the days are found by the indexes of their times and read as streams of short rows, since a
percentile needs every value; what is open is counted by the database.

A month with 100,000 cases received and decided takes about 8 seconds of one core on SQLite, a day of 3,500 cases a
third of a second.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from orchestrator.scope import Scope
from orchestrator.store.applied import read_applied
from orchestrator.store.clocks import NoticeKind
from orchestrator.store.conclusion_tables import ClockNoticeRow
from orchestrator.store.first_decisions import Bounds, first_decisions, of_business, told_by
from orchestrator.store.metrics import PRIORITIES, FirstRow, first_priority, last_change_of_priority
from orchestrator.store.model_usage import read_case_uses
from orchestrator.store.tables import CaseRow, RevisionRow
from priorauth.case import LineOfBusiness
from priorauth.clock_state import ClockState, state_at
from priorauth.determination import DeterminationOutcome, Level
from priorauth.findings import Route
from priorauth.lifecycle import UNDECIDED, CaseStatus
from priorauth.operation_definitions import Days
from priorauth.operations import (
    FirstDecision,
    Happened,
    OpenCases,
    OperationalMetrics,
    ReceivedCase,
    operational_metrics,
    timeliness_of,
)
from priorauth.recommendation import Outcome

_AT_ONCE = 5_000
_FIRST_REVIEW = 1
_Review = aliased(RevisionRow, name="first_review")


def read_operations(
    session: Session, scope: Scope, days: Days, zone: ZoneInfo, now: dt.datetime, business: LineOfBusiness | None = None
) -> OperationalMetrics:
    """The figures of the days as the store stands, of one line of business or of all."""
    bounds = days.bounds(zone)
    happened = Happened(
        received=_received(session, scope, bounds, business),
        decided=_decided(session, scope, bounds, now, business),
        open_now=_open(session, scope, now, business),
        breaches=_breaches(session, scope, bounds, business),
        applied=read_applied(session, scope, bounds, business),
        used=read_case_uses(session, scope, bounds, business),
    )
    return operational_metrics(days, zone, now, happened, business)


def _received(
    session: Session, scope: Scope, bounds: Bounds, business: LineOfBusiness | None
) -> Iterator[ReceivedCase]:
    begin, end = bounds
    first = and_(_Review.tenant_id == CaseRow.tenant_id, _Review.case_id == CaseRow.id, _Review.number == _FIRST_REVIEW)
    query = (
        select(CaseRow.received_at, _Review.completed_at, CaseRow.recommendation, CaseRow.route)
        .outerjoin(_Review, first)
        .where(CaseRow.tenant_id == scope.tenant, CaseRow.received_at >= begin, CaseRow.received_at < end)
        .where(of_business(business))
    )
    for received_at, reviewed_at, recommended, route in _streamed(session, query):
        yield ReceivedCase(
            received_at, reviewed_at, Outcome(recommended) if recommended else None, Route(route) if route else None
        )


def _decided(
    session: Session, scope: Scope, bounds: Bounds, now: dt.datetime, business: LineOfBusiness | None
) -> Iterator[FirstDecision]:
    """The submission is read of those that were appealed, and of these only."""
    appealed = CaseRow.level != Level.INITIAL.value
    query = first_decisions(
        scope,
        bounds,
        business,
        CaseRow.priority,
        CaseRow.received_at,
        CaseRow.level,
        CaseRow.due_at,
        CaseRow.escalate_at,
        CaseRow.answered_at,
        FirstRow.decided_at,
        FirstRow.outcome,
        case((appealed, CaseRow.submission)),
        case((appealed, last_change_of_priority())),
    )
    for tells, overriding, priority, received_at, level, *clock, decided_at, outcome, submission, change in _streamed(
        session, query
    ):
        recommended, reason = told_by(tells, overriding)
        yield FirstDecision(
            priority=first_priority(submission, change) if submission is not None else PRIORITIES[priority],
            received_at=received_at,
            decided_at=decided_at,
            outcome=DeterminationOutcome(outcome),
            timeliness=timeliness_of(Level(level), _state(now, *clock)),
            recommended=recommended,
            reason=reason,
        )


def _state(
    now: dt.datetime, due_at: dt.datetime, escalate_at: dt.datetime | None, answered_at: dt.datetime | None
) -> ClockState:
    return state_at(now, due_at=due_at, escalate_at=escalate_at, answered_at=answered_at, is_withdrawn=False)


def _open(session: Session, scope: Scope, now: dt.datetime, business: LineOfBusiness | None) -> tuple[OpenCases, ...]:
    running = and_(CaseRow.escalate_at.is_not(None), CaseRow.answered_at.is_(None))
    overdue = func.sum(case((and_(running, CaseRow.due_at < now), 1), else_=0))
    query = (
        select(CaseRow.status, func.count(), overdue)
        .where(CaseRow.tenant_id == scope.tenant, CaseRow.status.in_(sorted(UNDECIDED)), of_business(business))
        .group_by(CaseRow.status)
    )
    counted = {status: (count, late) for status, count, late in session.execute(query)}
    waiting = (status for status in CaseStatus if status in UNDECIDED)
    return tuple(
        OpenCases(status=status, count=count, overdue=late)
        for status in waiting
        for count, late in (counted.get(status.value, (0, 0)),)
    )


def _breaches(
    session: Session, scope: Scope, bounds: Bounds, business: LineOfBusiness | None
) -> tuple[dt.datetime, ...]:
    begin, end = bounds
    query = (
        select(ClockNoticeRow.due_at)
        .join(CaseRow, and_(CaseRow.tenant_id == ClockNoticeRow.tenant_id, CaseRow.id == ClockNoticeRow.case_id))
        .where(ClockNoticeRow.tenant_id == scope.tenant, ClockNoticeRow.kind == NoticeKind.BREACHED.value)
        .where(ClockNoticeRow.due_at >= begin, ClockNoticeRow.due_at < end)
        .where(of_business(business))
    )
    return tuple(session.scalars(query))


def _streamed(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    yield from session.execute(query.execution_options(yield_per=_AT_ONCE))
