"""How many cases stand where, each number from an index alone, and no further than anybody reads a number."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.queue import Filters, conditions
from orchestrator.store.tables import CaseRow
from priorauth.lifecycle import CaseStatus

MOST = 10_000
"""How far is counted: beside a million cases, to count them all would take longer than the page that is asked for."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of cases; ``at_least`` where there may be more, which were not counted."""

    number: int
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases by status, and of those whose time runs the breached and the ones that are due soon."""

    statuses: Mapping[CaseStatus, Count]
    breached: Count
    due_soon: Count

    @property
    def total(self) -> Count:
        """The cases of all statuses."""
        counts = self.statuses.values()
        return Count(sum(one.number for one in counts), any(one.at_least for one in counts))


def count_queue(session: Session, scope: Scope, filters: Filters, now: dt.datetime) -> Counts:
    """The counts of what the filters let through; a status among them narrows the clocks, not the statuses."""
    ours = CaseRow.tenant_id == scope.tenant
    urgent = (ours, *conditions(replace(filters, running=True)), CaseRow.escalate_at <= now)
    breached, due_soon = session.execute(
        select(_counted(*urgent, CaseRow.due_at < now), _counted(*urgent, CaseRow.due_at >= now))
    ).one()
    asked = (ours, *conditions(replace(filters, status=None)))
    is_few = filters.assignee is not None or filters.route is not None or filters.running
    statuses = _of_few(session, asked) if is_few else _of_each(session, asked)
    return Counts(statuses, _bounded(breached), _bounded(due_soon))


def _of_each(session: Session, asked: tuple[ColumnElement[bool], ...]) -> Mapping[CaseStatus, Count]:
    """Each status counted by itself, in the index that begins with it."""
    statuses = [status for status in CaseStatus if status is not CaseStatus.DELETED]
    counted = [_counted(*asked, CaseRow.status == status.value) for status in statuses]
    found = session.execute(select(*counted)).one()
    return {status: _bounded(number) for status, number in zip(statuses, found, strict=True) if number}


def _of_few(session: Session, asked: tuple[ColumnElement[bool], ...]) -> Mapping[CaseStatus, Count]:
    """All statuses at once, where an index holds just the cases that are asked for; of very many, the first by it."""
    first = select(CaseRow.status).where(*asked, CaseRow.status != CaseStatus.DELETED.value).limit(MOST + 1).subquery()
    rows = session.execute(select(first.c.status, func.count()).group_by(first.c.status)).all()
    at_least = sum(number for _, number in rows) > MOST
    return {CaseStatus(status): Count(number, at_least) for status, number in rows}


def _counted(*asked: ColumnElement[bool]) -> ColumnElement[int]:
    cases = select(literal(1)).select_from(CaseRow).where(*asked).limit(MOST + 1)
    return select(func.count()).select_from(cases.subquery()).scalar_subquery()


def _bounded(number: int) -> Count:
    return Count(min(number, MOST), at_least=number > MOST)
