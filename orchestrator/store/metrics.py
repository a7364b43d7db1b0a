"""What the yearly public metrics are computed from: the decided requests of a year, and those without a decision.

The decisions are found by the index of their time and read as a stream; nothing is held but what is counted.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from orchestrator.scope import Scope
from orchestrator.store.conclusion_tables import ActRow, DeterminationRow
from orchestrator.store.tables import CaseRow, ServiceLineRow
from priorauth.acts import PriorityChange
from priorauth.case import LineOfBusiness, Priority, Timing
from priorauth.determination import DeterminationOutcome, Level
from priorauth.lifecycle import CaseAct, CaseStatus
from priorauth.metric_counts import DecidedRequest, Undecided
from priorauth.metric_definitions import Apart, bounds_of, check_year
from priorauth.metrics import YearlyMetrics, yearly_metrics
from priorauth.program import Program

_AT_ONCE = 5_000
_DRUG_CODE = "J%"
_RETROSPECTIVE = f'"timing":"{Timing.RETROSPECTIVE.value}"'
"""As a stored submission says it. Within a string of JSON its quotation marks would be escaped, so nothing else can."""
_ENDINGS = (CaseAct.WITHDRAW.value, CaseAct.CLOSE.value)
_BUSINESSES: Mapping[str | None, LineOfBusiness | None] = {None: None} | {one.value: one for one in LineOfBusiness}
PRIORITIES = {one.value: one for one in Priority}
_OUTCOMES: Mapping[str | None, DeterminationOutcome | None] = {None: None} | {
    one.value: one for one in DeterminationOutcome
}

FirstRow = aliased(DeterminationRow, name="first_decision")
_Again = aliased(DeterminationRow, name="reconsideration")
IS_FIRST = (
    (FirstRow.tenant_id == CaseRow.tenant_id)
    & (FirstRow.case_id == CaseRow.id)
    & (FirstRow.level == Level.INITIAL.value)
)
_IS_AGAIN = (
    (_Again.tenant_id == CaseRow.tenant_id)
    & (_Again.case_id == CaseRow.id)
    & (_Again.level == Level.RECONSIDERATION.value)
)
_IS_ACT = (ActRow.tenant_id == CaseRow.tenant_id) & (ActRow.case_id == CaseRow.id)
_AT_FIRST = ActRow.level == Level.INITIAL.value


def read_metrics(
    session: Session, scope: Scope, year: int, zone: ZoneInfo, now: dt.datetime, programs: Sequence[Program] = ()
) -> YearlyMetrics:
    """The metrics of a year, as the store stands. Raises ``YearOutOfRange``."""
    check_year(year, now.astimezone(zone).date())
    begin, end = bounds_of(year, zone)
    undecided = (*_withdrawn(session, scope, begin, end), *_pending(session, scope, min(now, end)))
    return yearly_metrics(year, zone, now, _decided(session, scope, begin, end), undecided, programs)


def _decided(session: Session, scope: Scope, begin: dt.datetime, end: dt.datetime) -> Iterator[DecidedRequest]:
    rows = session.execute(_decisions(scope, begin, end).execution_options(yield_per=_AT_ONCE))
    for business, priority, received_at, decided_at, outcome, again, extended, set_aside, submission, change in rows:
        appealed = submission is not None
        yield DecidedRequest(
            line_of_business=_BUSINESSES[business],
            priority=first_priority(submission, change) if appealed else PRIORITIES[priority],
            received_at=received_at,
            decided_at=decided_at,
            outcome=DeterminationOutcome(outcome),
            extended=extended,
            appealed=appealed,
            reconsidered=_OUTCOMES[again],
            set_aside=Apart(set_aside) if set_aside else None,
        )


def _decisions(scope: Scope, begin: dt.datetime, end: dt.datetime) -> Select[*tuple[Any, ...]]:
    """One row for each first decision. The submission is read of those that were appealed, and only of these."""
    appealed = _has_act(ActRow.kind == CaseAct.APPEAL.value)
    return (
        select(
            CaseRow.line_of_business,
            CaseRow.priority,
            CaseRow.received_at,
            FirstRow.decided_at,
            FirstRow.outcome,
            _Again.outcome,
            _has_act(ActRow.kind == CaseAct.EXTEND.value, _AT_FIRST),
            case((_is_for_drugs(), Apart.DRUGS.value), (_is_retrospective(), Apart.RETROSPECTIVE.value)),
            case((appealed, CaseRow.submission)),
            case((appealed, last_change_of_priority())),
        )
        .select_from(FirstRow)
        .join(CaseRow, IS_FIRST)
        .outerjoin(_Again, _IS_AGAIN)
        .where(FirstRow.tenant_id == scope.tenant, FirstRow.level == Level.INITIAL.value)
        .where(FirstRow.decided_at >= begin, FirstRow.decided_at < end)
    )


def first_priority(submission: str, change: str | None) -> Priority:
    """The priority at the first decision: an appeal may have been given another since."""
    if change is not None:
        return PriorityChange.model_validate_json(change).to
    return Priority(json.loads(submission)["priority"])


def _has_act(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_IS_ACT, *conditions)


def last_change_of_priority() -> ColumnElement[str]:
    """The last change before the first decision."""
    of_kind = ActRow.kind == CaseAct.CHANGE_PRIORITY.value
    newest = select(ActRow.body).where(_IS_ACT, of_kind, _AT_FIRST).order_by(ActRow.number.desc()).limit(1)
    return newest.scalar_subquery()


def _is_for_drugs() -> ColumnElement[bool]:
    """Every line has a code of HCPCS section J; the first line's code is asked first, as it stands in the case."""
    of_case = (ServiceLineRow.tenant_id == CaseRow.tenant_id) & (ServiceLineRow.case_id == CaseRow.id)
    another = exists().where(of_case, ServiceLineRow.code.not_like(_DRUG_CODE))
    return and_(CaseRow.primary_code.like(_DRUG_CODE), ~another)


def _is_retrospective() -> ColumnElement[bool]:
    return CaseRow.submission.contains(_RETROSPECTIVE, autoescape=True)


def _withdrawn(session: Session, scope: Scope, begin: dt.datetime, end: dt.datetime) -> Iterator[Undecided]:
    """Cases that were withdrawn or closed in the year and never decided."""
    ended = (
        select(ActRow.case_id, func.min(ActRow.at).label("at"))
        .where(ActRow.tenant_id == scope.tenant, ActRow.kind.in_(_ENDINGS))
        .group_by(ActRow.case_id)
        .subquery()
    )
    counted = (
        select(CaseRow.line_of_business, func.count())
        .join(ended, ended.c.case_id == CaseRow.id)
        .outerjoin(FirstRow, IS_FIRST)
        .where(CaseRow.tenant_id == scope.tenant, FirstRow.case_id.is_(None), ended.c.at >= begin, ended.c.at < end)
        .group_by(CaseRow.line_of_business)
    )
    for business, count in session.execute(counted):
        yield Undecided(_BUSINESSES[business], Apart.WITHDRAWN, count)


def _pending(session: Session, scope: Scope, at: dt.datetime) -> Iterator[Undecided]:
    """Cases that were received before a moment, and then neither decided nor withdrawn; and those overdue by then."""
    overdue = func.sum(case((CaseRow.due_at < at, 1), else_=0))
    counted = (
        select(CaseRow.line_of_business, func.count(), overdue)
        .outerjoin(FirstRow, IS_FIRST)
        .where(CaseRow.tenant_id == scope.tenant, CaseRow.received_at < at, CaseRow.status != CaseStatus.DELETED.value)
        .where(or_(FirstRow.case_id.is_(None), FirstRow.decided_at >= at))
        .where(~_has_act(ActRow.kind.in_(_ENDINGS), ActRow.at < at))
        .group_by(CaseRow.line_of_business)
    )
    for business, count, late in session.execute(counted):
        yield Undecided(_BUSINESSES[business], Apart.PENDING, count)
        yield Undecided(_BUSINESSES[business], Apart.OVERDUE, late)
