"""What people did to a case, in order. State is read from here, never from the log."""

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.conclusion_tables import ActRow
from orchestrator.store.tables import CaseRow
from priorauth.acts import ACT_BODY, ActBody, FactCorrection, RecordedAct, sends_letter
from priorauth.lifecycle import CaseAct
from priorauth.people import Person


def read_acts(session: Session, scope: Scope, case_id: str) -> tuple[RecordedAct, ...]:
    """All acts on a case, the first first."""
    of_case = (ActRow.tenant_id == scope.tenant, ActRow.case_id == case_id)
    return tuple(recorded(row) for row in session.scalars(select(ActRow).where(*of_case).order_by(ActRow.number)))


def kinds_at_level(session: Session, scope: Scope, case: CaseRow) -> tuple[CaseAct, ...]:
    """What people did to a case at the level that it is at, the first first."""
    here = (ActRow.tenant_id == scope.tenant, ActRow.case_id == case.id, ActRow.level == case.level)
    return tuple(map(CaseAct, session.scalars(select(ActRow.kind).where(*here).order_by(ActRow.number))))


def insert_act(
    session: Session, scope: Scope, case_id: str, body: ActBody, at: dt.datetime, *, revision: int, level: str
) -> RecordedAct:
    """Stores an act, under the lock of its case."""
    of_case = (ActRow.tenant_id == scope.tenant, ActRow.case_id == case_id)
    row = ActRow(
        tenant_id=scope.tenant,
        case_id=case_id,
        number=(session.scalar(select(func.max(ActRow.number)).where(*of_case)) or 0) + 1,
        kind=body.act.value,
        at=at,
        actor=scope.actor,
        person=scope.person.model_dump_json() if scope.person else None,
        revision=revision,
        level=level,
        body=body.model_dump_json(),
        to_conclude=True if sends_letter(body) else None,
    )
    session.add(row)
    return recorded(row)


def recorded(row: ActRow) -> RecordedAct:
    """A row as an act."""
    return RecordedAct(
        number=row.number,
        at=row.at,
        actor=row.actor,
        person=Person.model_validate_json(row.person) if row.person else None,
        revision=row.revision,
        level=row.level,
        body=ACT_BODY.validate_json(row.body),
    )


def logged(act: RecordedAct) -> dict[str, object]:
    """What the case's log says of an act; who and when stands in the link itself.

    Corrected facts begin the revision after the one that was seen.
    """
    begun = {"revision": act.revision + 1} if isinstance(act.body, FactCorrection) else {}
    body = act.body.model_dump(mode="json", exclude={"act"}, exclude_none=True)
    return {"number": act.number, "level": act.level, **begun, **body}
