"""Turns: which case is to be reviewed next, as the store knows it. The queue itself is :mod:`orchestrator.durable`."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from orchestrator.store.tables import CaseRow, RevisionRow
from priorauth.case import Priority


@dataclass(frozen=True, slots=True)
class Turn:
    """A case's place in the queue. ``number`` is the revision that it was taken for.

    A revision that is added while the case has its turn shares it, so a case never has two turns at once.
    """

    tenant: str
    case_id: str
    number: int
    priority: Priority
    due_at: dt.datetime


PutTurn = Callable[[Session, Turn], None]
"""Puts a turn in the queue, in the session's transaction."""


def unfinished_turns(session: Session, tenant: str) -> tuple[Turn, ...]:
    """The turn of every revision of a tenant that is not whole.

    The empty text beside the tenant keeps SQLite's planner from going through all of the tenant's revisions.
    """
    unfinished = (
        select(RevisionRow.case_id, RevisionRow.turn)
        .where(RevisionRow.tenant_id.concat("") == tenant, RevisionRow.completed_at.is_(None))
        .distinct()
        .subquery()
    )
    query = select(CaseRow.id, unfinished.c.turn, CaseRow.priority, CaseRow.due_at).join(
        unfinished, (CaseRow.id == unfinished.c.case_id) & (CaseRow.tenant_id == tenant)
    )
    return tuple(
        Turn(tenant, case, turn, Priority(priority), due) for case, turn, priority, due in session.execute(query)
    )


def count_waiting(session: Session, tenant: str) -> int:
    """How many revisions of a tenant wait for their review to begin."""
    query = select(func.count()).where(
        RevisionRow.tenant_id == tenant, RevisionRow.completed_at.is_(None), RevisionRow.started_at.is_(None)
    )
    return session.connection().scalar(query) or 0
