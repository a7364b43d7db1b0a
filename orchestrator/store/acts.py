"""What people did to a case, in order. State is read from here, never from the log."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.conclusion_tables import ActRow
from orchestrator.store.rows import add_rows
from priorauth.acts import ACT_BODY, ActBody, RecordedAct
from priorauth.lifecycle import SENDS, Sending
from priorauth.people import Person


def read_acts(session: Session, scope: Scope, case_id: str) -> tuple[RecordedAct, ...]:
    """All acts on a case, the first first."""
    of_case = (ActRow.tenant_id == scope.tenant, ActRow.case_id == case_id)
    return tuple(recorded(row) for row in session.scalars(select(ActRow).where(*of_case).order_by(ActRow.number)))


def insert_act(
    session: Session, scope: Scope, case_id: str, body: ActBody, at: dt.datetime, *, revision: int, level: str
) -> int:
    """Stores an act, under the lock of its case: its number."""
    of_case = (ActRow.tenant_id == scope.tenant, ActRow.case_id == case_id)
    number = (session.scalar(select(func.max(ActRow.number)).where(*of_case)) or 0) + 1
    values = {
        "tenant_id": scope.tenant,
        "case_id": case_id,
        "number": number,
        "kind": body.act.value,
        "at": at,
        "actor": scope.actor,
        "person": scope.person.model_dump_json() if scope.person else None,
        "revision": revision,
        "level": level,
        "body": body.model_dump_json(),
        "to_conclude": True if SENDS.get(body.act) is Sending.LETTER else None,
    }
    add_rows(session, ActRow, [values])
    return number


def recorded(row: ActRow) -> RecordedAct:
    """A row as an act."""
    person = Person.model_validate_json(row.person) if row.person else None
    return RecordedAct(
        number=row.number,
        at=row.at,
        actor=row.actor,
        name=person.signature if person else None,
        revision=row.revision,
        level=row.level,
        body=ACT_BODY.validate_json(row.body),
    )


def acts_of(acts: Sequence[RecordedAct], kind: type[ActBody]) -> tuple[ActBody, ...]:
    """The bodies of the acts of one kind."""
    return tuple(act.body for act in acts if isinstance(act.body, kind))
