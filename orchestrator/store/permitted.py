"""Where a case stands for a person who asks what to do with it."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.acting import hurry_of, newest_whole, standing_of
from orchestrator.store.clocks import read_clock
from orchestrator.store.determinations import read_before
from orchestrator.store.rows import get_case
from priorauth.lifecycle import CaseStatus
from priorauth.permitted import Position
from priorauth.regulations import Regulations


@dataclass(frozen=True, slots=True)
class Standing:
    """A case's position, and what a page compares to see that it shows an older one.

    ``revision`` is the number of the newest, whole or not; ``acts`` is how many were done.
    """

    position: Position
    revision: int
    acts: int


def read_position(session: Session, scope: Scope, case_id: str, regulations: Regulations, at: dt.datetime) -> Standing:
    """How a case stands. Raises ``CaseNotFound`` and ``CaseDeleted``."""
    case = get_case(session, scope, case_id)
    running = read_clock(session, scope, case, regulations)
    newest = newest_whole(session, scope, case)
    position = Position(
        status=CaseStatus(case.status),
        standing=standing_of(session, scope, case, newest, running, regulations, at),
        before=read_before(session, scope, case, regulations, at) if newest else None,
        hurry=hurry_of(case, running),
        moments=running.moments,
        rules=regulations.clock_rules,
        zone=regulations.zone,
    )
    return Standing(position, case.newest_revision, len(running.course.acts))
