"""Determinations: one for a case and level, with a number that no other has. The database holds it to both."""

import datetime as dt
import secrets
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.acts import read_acts
from orchestrator.store.conclusion_tables import DeterminationRow
from orchestrator.store.engine import Database
from orchestrator.store.events import Happening, append_events
from orchestrator.store.revisions import read_revision
from orchestrator.store.rows import get_case, language_of
from orchestrator.store.tables import CaseRow
from orchestrator.store.turns import PutTurn, conclusion_turn
from priorauth.acts import PeerToPeerAppointment, PeerToPeerTalk
from priorauth.audit import EventType
from priorauth.case import LineOfBusiness, Priority
from priorauth.deciders import Before
from priorauth.deciding import decide
from priorauth.decision import Decision
from priorauth.determination import AlreadyDetermined, Determination, Level
from priorauth.letters.model import Letter
from priorauth.letters.writing import Correspondence, Occasion
from priorauth.lifecycle import CaseAct, CaseStatus, after, check_may
from priorauth.numbers import AUTHORIZATION_BITS, authorization_number
from priorauth.people import Person
from priorauth.regulations import Regulations

NewNumber = Callable[[dt.datetime], str]
_MOST_TRIES = 5
NO_NUMBER_YET = "PREVIEW"
"""What stands in a preview for the number that is only given when the case is decided."""


def new_number(at: dt.datetime) -> str:
    """A number that was hardly given before; the database says whether it was."""
    return authorization_number(at.year, secrets.randbits(AUTHORIZATION_BITS))


async def determine(
    database: Database,
    scope: Scope,
    case_id: str,
    decision: Decision,
    at: dt.datetime,
    *,
    regulations: Regulations,
    letters: Correspondence,
    put: PutTurn,
    numbers: NewNumber = new_number,
) -> Determination:
    """Determines a case as a clinician decided on its newest recommendation, with the turn that follows.

    Raises what :func:`priorauth.deciding.decide` raises, and ``CaseNotFound``, ``ReviewUnfinished``,
    ``InvalidTransition``, ``AlreadyDetermined``, and ``LetterRefused`` where no letter could tell it. A number that was
    given before is drawn anew.
    """
    for _ in range(_MOST_TRIES - 1):
        try:
            return await database.write(
                _determine, scope, case_id, decision, at, numbers(at), regulations, letters, put
            )
        except IntegrityError:
            continue
    return await database.write(_determine, scope, case_id, decision, at, numbers(at), regulations, letters, put)


def _determine(
    session: Session,
    scope: Scope,
    case_id: str,
    decision: Decision,
    at: dt.datetime,
    number: str,
    regulations: Regulations,
    letters: Correspondence,
    put: PutTurn,
) -> Determination:
    check_may(scope.person, CaseAct.DETERMINE)
    case = get_case(session, scope, case_id, lock=True)
    status, made, on = _decided(session, scope, case, decision, at, number, regulations)
    letters.of_determination(made, on)
    session.add(DeterminationRow(tenant_id=scope.tenant, **_columns(made)))
    case.status = status.value
    case.outcome = made.outcome.value
    session.flush()
    append_events(session, scope, case_id, [Happening(EventType.DETERMINATION_MADE, _of(made), at)])
    put(session, conclusion_turn(case, made.level))
    return made


def preview_determination(
    session: Session, scope: Scope, case_id: str, decision: Decision, at: dt.datetime, *, letters: Correspondence
) -> tuple[Letter, LineOfBusiness | None]:
    """The letter of a decision if it were made now, and the case's line of business. Nothing is stored.

    Where a number will stand, :data:`NO_NUMBER_YET` does. Raises what :func:`determine` raises.
    """
    check_may(scope.person, CaseAct.DETERMINE)
    case = get_case(session, scope, case_id)
    _, made, on = _decided(session, scope, case, decision, at, NO_NUMBER_YET, letters.regulations)
    return letters.of_determination(made, on), on.business


def _decided(
    session: Session,
    scope: Scope,
    case: CaseRow,
    decision: Decision,
    at: dt.datetime,
    number: str,
    regulations: Regulations,
) -> tuple[CaseStatus, Determination, Occasion]:
    """Where the decision leads, the determination, and what its letter is written on. Raises what refuses it."""
    level = Level(case.level)
    if read_determination(session, scope, case.id, level) is not None:
        raise AlreadyDetermined(case.id, level)
    status = after(CaseAct.DETERMINE, CaseStatus(case.status))
    before = read_before(session, scope, case, regulations, at)
    made = decide(decision, before, scope.person, number, at).model_copy(update={"decided_by": scope.actor})
    return status, made, Occasion(before.revision, language_of(case), at)


def read_before(session: Session, scope: Scope, case: CaseRow, regulations: Regulations, at: dt.datetime) -> Before:
    """What the decision is made on, as the case stands."""
    seen = read_revision(session, scope, case.id, case.newest_revision)
    acts = read_acts(session, scope, case.id)
    appealed = case.level != Level.INITIAL
    return Before(
        revision=seen.revision,
        digest=seen.digest,
        given=regulations.applicable_to(seen.revision.case.model_copy(update={"priority": Priority(case.priority)})),
        level=Level(case.level),
        initial=read_determination(session, scope, case.id) if appealed else None,
        peer_to_peer=any(isinstance(act.body, PeerToPeerAppointment | PeerToPeerTalk) for act in acts),
        approval_days=regulations.clock_rules.approval_days,
        today=regulations.today(at),
    )


def _columns(made: Determination) -> dict[str, object]:
    """What the columns say beside the whole."""
    columns = made.model_dump(
        include={"case_id", "revision", "digest", "authorization_number", "decided_by", "decided_at"}
    )
    return columns | {
        "level": made.level.value,
        "outcome": made.outcome.value,
        "decider": made.decider.model_dump_json() if made.decider else None,
        "body": made.model_dump_json(),
    }


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
    """The columns are what the database holds to; a row of an older version has nothing else."""
    columns = ("case_id", "level", "outcome", "revision", "digest", "authorization_number", "decided_by", "decided_at")
    stored = {name: getattr(row, name) for name in columns}
    decider = Person.model_validate_json(row.decider) if row.decider else None
    whole = Determination.model_validate_json(row.body).model_dump() if row.body else {}
    return Determination.model_validate(whole | stored | {"decider": decider})


def numbers_given(session: Session, scope: Scope) -> tuple[str, ...]:
    """All authorization numbers of a tenant."""
    of_tenant = select(DeterminationRow.authorization_number).where(DeterminationRow.tenant_id == scope.tenant)
    return tuple(number for number in session.scalars(of_tenant) if number is not None)


def _of(made: Determination) -> dict[str, object]:
    """What the record says of it; who and when stands in the link itself."""
    return made.model_dump(mode="json", exclude={"case_id", "decided_by", "decided_at"}, exclude_none=True)
