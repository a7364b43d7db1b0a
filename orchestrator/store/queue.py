"""The queue of cases, by due time, in pages; search; and the list of what was reviewed."""

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_
from sqlalchemy.orm import Session, defer

from orchestrator.scope import Scope
from orchestrator.store.search import has_words
from orchestrator.store.tables import CaseRow
from priorauth.case import Priority
from priorauth.errors import CaseRejected, Problem
from priorauth.findings import Route
from priorauth.lifecycle import CaseStatus

_ITEMS = select(CaseRow).options(defer(CaseRow.submission, raiseload=True), defer(CaseRow.search_text, raiseload=True))
"""Cases without what no list shows."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cases are wanted; what is None does not matter. ``text`` is part of a name, a member id or a case id.

    ``running``: only those whose time runs, as :func:`time_runs` says it.
    """

    status: CaseStatus | None = None
    priority: Priority | None = None
    assignee: str | None = None
    route: Route | None = None
    running: bool = False
    due_before: dt.datetime | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of cases; ``next_cursor`` is None on the last."""

    cases: tuple[CaseRow, ...]
    next_cursor: str | None


def read_queue(session: Session, scope: Scope, filters: Filters, *, cursor: str | None, limit: int) -> Page:
    """Cases by due time, after the cursor. A case that comes or goes between two pages moves no other."""
    query = _filtered(session, scope, filters).order_by(CaseRow.due_at, CaseRow.id).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(CaseRow.due_at, CaseRow.id) > _position(cursor))
    rows = (session.scalars(query)).all()
    shown = tuple(rows[:limit])
    return Page(cases=shown, next_cursor=cursor_after(shown[-1].due_at, shown[-1].id) if len(rows) > limit else None)


def read_reviewed(session: Session, scope: Scope, limit: int) -> tuple[CaseRow, ...]:
    """The cases that have a recommendation, the newest first."""
    query = (
        _ITEMS.where(CaseRow.tenant_id == scope.tenant, CaseRow.reviewed_at.is_not(None))
        .order_by(CaseRow.reviewed_at.desc(), CaseRow.id.desc())
        .limit(limit)
    )
    return tuple((session.scalars(query)).all())


def _filtered(session: Session, scope: Scope, filters: Filters) -> Select[CaseRow]:
    ours = CaseRow.tenant_id == scope.tenant
    query = _ITEMS.where(ours if filters.text is None else has_words(session, scope.tenant, filters.text))
    return query.where(CaseRow.status != CaseStatus.DELETED.value, *conditions(filters))


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """What the filters ask of a case's columns; ``text`` is asked of the search."""
    asked: list[ColumnElement[bool]] = [time_runs()] if filters.running else []
    if filters.status is not None:
        asked.append(CaseRow.status == filters.status.value)
    if filters.priority is not None:
        asked.append(CaseRow.priority == filters.priority.value)
    if filters.assignee is not None:
        asked.append(CaseRow.assignee == filters.assignee)
    if filters.route is not None:
        asked.append(CaseRow.route == filters.route.value)
    if filters.due_before is not None:
        asked.append(CaseRow.due_at < filters.due_before)
    return asked


def time_runs() -> ColumnElement[bool]:
    """Whether a case's clock runs: not answered, not waiting for information, not taken back.

    It is :func:`orchestrator.store.clocks.state_of` in SQL: running, escalate or breached.
    """
    ended = (CaseStatus.WITHDRAWN, CaseStatus.CLOSED, CaseStatus.DELETED)
    is_open = or_(CaseRow.status.not_in([one.value for one in ended]), CaseRow.outcome.is_not(None))
    return and_(CaseRow.answered_at.is_(None), CaseRow.escalate_at.is_not(None), is_open)


def cursor_after(due_at: dt.datetime, case_id: str) -> str:
    """The cursor of the page that begins after a case."""
    position = json.dumps([due_at.isoformat(), case_id]).encode()
    return base64.urlsafe_b64encode(position).decode().rstrip("=")


def _position(cursor: str) -> tuple[dt.datetime, str]:
    try:
        due_at, case_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = dt.datetime.fromisoformat(due_at)
        if moment.tzinfo is None or not isinstance(case_id, str):
            raise ValueError
    except (ValueError, TypeError, binascii.Error):
        message = "This cursor is not one that the service gave; begin again without it."
        raise CaseRejected([Problem(path="/query/cursor", code="cursor", message=message)]) from None
    return moment, case_id
