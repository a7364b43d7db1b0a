"""Determinations: one for a case and level, with a number that no other has. The database holds it to both."""

import datetime as dt
import secrets
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.engine import Database
from orchestrator.store.events import Happening, append_events
from orchestrator.store.revisions import read_revision
from orchestrator.store.rows import get_case
from orchestrator.store.tables import DeterminationRow
from orchestrator.store.turns import PutTurn, conclusion_turn
from priorauth.audit import EventType
from priorauth.determination import (
    AlreadyDetermined,
    Determination,
    Level,
    StaleRecommendation,
    accepted_outcome,
    check_may_approve,
)
from priorauth.lifecycle import CaseStatus, check_transition
from priorauth.numbers import AUTHORIZATION_BITS, authorization_number
from priorauth.people import Person

NewNumber = Callable[[dt.datetime], str]
_MOST_TRIES = 5


def new_number(at: dt.datetime) -> str:
    """A number that was hardly given before; the database says whether it was."""
    return authorization_number(at.year, secrets.randbits(AUTHORIZATION_BITS))


async def accept_recommendation(
    database: Database,
    scope: Scope,
    case_id: str,
    digest: str,
    at: dt.datetime,
    *,
    put: PutTurn,
    numbers: NewNumber = new_number,
) -> Determination:
    """Determines a case as its newest recommendation says, whose digest the clinician saw, with the turn that follows.

    Raises ``NotTheirs``, ``CaseNotFound``, ``ReviewUnfinished``, :class:`priorauth.determination.AlreadyDetermined`,
    ``StaleRecommendation`` and ``NothingToAccept``. A number that was given before is drawn anew.
    """
    for _ in range(_MOST_TRIES - 1):
        try:
            return await database.write(_accept, scope, case_id, digest, at, numbers(at), put)
        except IntegrityError:
            continue
    return await database.write(_accept, scope, case_id, digest, at, numbers(at), put)


def _accept(
    session: Session, scope: Scope, case_id: str, digest: str, at: dt.datetime, number: str, put: PutTurn
) -> Determination:
    decider = check_may_approve(scope.person)
    case = get_case(session, scope, case_id, lock=True)
    if read_determination(session, scope, case_id) is not None:
        raise AlreadyDetermined(case_id, Level.INITIAL)
    check_transition(CaseStatus(case.status), CaseStatus.DETERMINED)
    seen = read_revision(session, scope, case_id, case.newest_revision)
    if seen.digest != digest:
        raise StaleRecommendation(case_id)
    made = Determination(
        case_id=case_id,
        level=Level.INITIAL,
        outcome=accepted_outcome(case_id, seen.revision.recommendation),
        revision=seen.revision.number,
        digest=digest,
        authorization_number=number,
        decided_by=scope.actor,
        decided_at=at,
        decider=decider,
    )
    stored = made.model_dump() | {"decider": decider.model_dump_json()}
    session.add(DeterminationRow(tenant_id=scope.tenant, **stored))
    case.status = CaseStatus.DETERMINED.value
    session.flush()
    append_events(session, scope, case_id, [Happening(EventType.DETERMINATION_MADE, _of(made), at)])
    put(session, conclusion_turn(case, made.level))
    return made


def read_determination(
    session: Session, scope: Scope, case_id: str, level: Level = Level.INITIAL
) -> Determination | None:
    """The determination of a case at a level; None where there is none yet."""
    row = session.get(DeterminationRow, (scope.tenant, case_id, level.value))
    return _read(row) if row else None


def read_determinations(session: Session, scope: Scope, case_id: str) -> tuple[Determination, ...]:
    """All determinations of a case."""
    of_case = (DeterminationRow.tenant_id == scope.tenant, DeterminationRow.case_id == case_id)
    rows = session.scalars(select(DeterminationRow).where(*of_case).order_by(DeterminationRow.level))
    return tuple(_read(row) for row in rows)


def _read(row: DeterminationRow) -> Determination:
    stored = {name: getattr(row, name) for name in Determination.model_fields}
    decider = Person.model_validate_json(row.decider) if row.decider else None
    return Determination.model_validate(stored | {"decider": decider})


def numbers_given(session: Session, scope: Scope) -> tuple[str, ...]:
    """All authorization numbers of a tenant."""
    of_tenant = select(DeterminationRow.authorization_number).where(DeterminationRow.tenant_id == scope.tenant)
    return tuple(session.scalars(of_tenant))


def _of(made: Determination) -> dict[str, object]:
    """What the record says of it; who and when stands in the link itself."""
    return made.model_dump(mode="json", exclude={"case_id", "decided_by", "decided_at"}, exclude_none=True)
