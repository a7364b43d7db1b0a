"""The next case that waits for a person, by due time."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.rows import get_case
from orchestrator.store.tables import CaseRow
from priorauth.next_case import own, unclaimed


def next_case(session: Session, scope: Scope, after: str | None) -> str | None:
    """The id of the next case after one, by due time, that waits for the person who asks or for anybody.

    After the last comes the first; never the one itself, and never one that is being reviewed. None: nothing waits.
    Raises ``CaseNotFound`` and ``CaseDeleted`` for the one that it is to come after.
    """
    if after is None:
        return _first(session, scope)
    case = get_case(session, scope, after)
    behind = tuple_(CaseRow.due_at, CaseRow.id) > (case.due_at, case.id)
    return _first(session, scope, behind) or _first(session, scope, CaseRow.id != after)


def _first(session: Session, scope: Scope, *places: ColumnElement[bool]) -> str | None:
    """Asks each status by itself, since each is in the order of its index: a few short looks."""
    found = [
        row
        for waiting in _waiting(scope)
        for row in session.execute(
            select(CaseRow.due_at, CaseRow.id)
            .where(CaseRow.tenant_id == scope.tenant, *waiting, *places)
            .order_by(CaseRow.due_at, CaseRow.id)
            .limit(1)
        )
    ]
    return min(found, key=lambda row: (row.due_at, row.id)).id if found else None


def _waiting(scope: Scope) -> Iterator[tuple[ColumnElement[bool], ColumnElement[bool]]]:
    for status in sorted(own(scope.person)):
        yield CaseRow.status == status.value, CaseRow.assignee == scope.actor
    for status in sorted(unclaimed(scope.person)):
        yield CaseRow.status == status.value, CaseRow.assignee.is_(None)
