"""How many cases stand where, each number from an index alone."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.queue import Filters, conditions
from orchestrator.store.tables import CaseRow
from priorauth.lifecycle import CaseStatus


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases by status, and of those whose time runs the breached and the ones that are due soon."""

    statuses: Mapping[CaseStatus, int]
    breached: int
    due_soon: int


def count_queue(session: Session, scope: Scope, filters: Filters, now: dt.datetime) -> Counts:
    """The counts of all that the filters let through; a status among them narrows the clocks, not the statuses."""
    ours = (CaseRow.tenant_id == scope.tenant, CaseRow.status != CaseStatus.DELETED.value)
    asked = conditions(replace(filters, status=None))
    by_status = select(CaseRow.status, func.count()).where(*ours, *asked).group_by(_grouping(filters))
    breached, due_soon = session.execute(
        select(
            func.coalesce(func.sum(case((CaseRow.due_at < now, 1), else_=0)), 0),
            func.coalesce(func.sum(case((CaseRow.due_at >= now, 1), else_=0)), 0),
        ).where(ours[0], *conditions(replace(filters, running=True)), CaseRow.escalate_at <= now)
    ).one()
    statuses = {CaseStatus(status): count for status, count in session.execute(by_status)}
    return Counts(statuses, breached, due_soon)


def _grouping(filters: Filters) -> ColumnElement[str]:
    """What the cases are grouped by: their status; of a few cases as an expression, which no index is in the order of.

    Else SQLite reads all cases in the order of the index of statuses, rather than the few in an index of their own.
    """
    is_few = filters.assignee is not None or filters.route is not None
    return func.coalesce(CaseRow.status, "") if is_few else CaseRow.status.expression
