"""Turns: which case is to be reviewed next, as the store knows it. The queue itself is :mod:`orchestrator.durable`."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from orchestrator.store.conclusion_tables import ActRow, DeterminationRow
from orchestrator.store.tables import CaseRow, RevisionRow
from priorauth.case import Priority
from priorauth.determination import Level

ACTS_FROM = 100


class Work(StrEnum):
    """What a turn is for: the review of a case, or what follows from a determination or another act."""

    REVIEW = "review"
    CONCLUSION = "conclusion"


@dataclass(frozen=True, slots=True)
class Turn:
    """A case's place in the queue. ``number`` is the revision that it was taken for; for a conclusion it counts the
    determinations, or the acts from :data:`ACTS_FROM` on.

    A revision that is added while the case has its turn shares it, so a case never has two turns for reviews at once.
    """

    tenant: str
    case_id: str
    number: int
    priority: Priority
    due_at: dt.datetime
    work: Work = Work.REVIEW


PutTurn = Callable[[Session, Turn], None]
"""Puts a turn in the queue, in the session's transaction."""


def unfinished_turns(session: Session, tenant: str) -> tuple[Turn, ...]:
    """The turn of every revision that is not whole, and of every determination and act without its documents."""
    unwritten = unwritten_turns(session, tenant)
    return (*unreviewed_turns(session, tenant), *unconcluded_turns(session, tenant), *unwritten)


def unreviewed_turns(session: Session, tenant: str) -> tuple[Turn, ...]:
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


def conclusion_turn(case: CaseRow, level: Level) -> Turn:
    """The turn that writes and sends what follows from a case's determination at a level."""
    number = list(Level).index(level) + 1
    return Turn(case.tenant_id, case.id, number, Priority(case.priority), case.due_at, Work.CONCLUSION)


def unconcluded_turns(session: Session, tenant: str) -> tuple[Turn, ...]:
    """The turn of every determination of a tenant whose documents are not made. For the empty text see above."""
    query = (
        select(CaseRow, DeterminationRow.level)
        .join(CaseRow, (CaseRow.tenant_id == DeterminationRow.tenant_id) & (CaseRow.id == DeterminationRow.case_id))
        .where(DeterminationRow.tenant_id.concat("") == tenant, DeterminationRow.concluded_at.is_(None))
    )
    return tuple(conclusion_turn(case, Level(level)) for case, level in session.execute(query))


def act_turn(case: CaseRow, number: int) -> Turn:
    """The turn that writes the letter of an act."""
    return Turn(case.tenant_id, case.id, ACTS_FROM + number, Priority(case.priority), case.due_at, Work.CONCLUSION)


def unwritten_turns(session: Session, tenant: str) -> tuple[Turn, ...]:
    """The turn of every act of a tenant whose letter is not written. For the empty text see above."""
    query = (
        select(CaseRow, ActRow.number)
        .join(CaseRow, (CaseRow.tenant_id == ActRow.tenant_id) & (CaseRow.id == ActRow.case_id))
        .where(ActRow.tenant_id.concat("") == tenant, ActRow.to_conclude.is_not(None))
    )
    return tuple(act_turn(case, number) for case, number in session.execute(query))


def count_waiting(session: Session, tenant: str) -> int:
    """How many revisions of a tenant wait for their review to begin."""
    query = select(func.count()).where(
        RevisionRow.tenant_id == tenant, RevisionRow.completed_at.is_(None), RevisionRow.started_at.is_(None)
    )
    return session.connection().scalar(query) or 0
