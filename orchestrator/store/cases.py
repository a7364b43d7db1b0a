"""Taking a case in: one transaction, before anyone is told that it was accepted."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from orchestrator.failures import IdempotencyConflict
from orchestrator.scope import Scope
from orchestrator.store.documents import insert_documents, text_digest
from orchestrator.store.engine import Database
from orchestrator.store.events import Happening, begin_chain
from orchestrator.store.labels import primary_code, service_label
from orchestrator.store.revisions import Cause, insert_revision
from orchestrator.store.rows import add_rows
from orchestrator.store.search import search_text
from orchestrator.store.tables import CaseRow, IdempotencyRow, ServiceLineRow
from orchestrator.store.turns import PutTurn, Turn
from priorauth.audit import GENESIS, EventType
from priorauth.case import Case, CaseSubmission
from priorauth.lifecycle import CaseStatus

FIRST = 1
_MOST_TOLD = 5
_SAME_CONTENT = (
    select(CaseRow.id)
    .where(CaseRow.tenant_id == bindparam("tenant"), CaseRow.content_digest == bindparam("content"))
    .where(CaseRow.status != CaseStatus.DETERMINED.value)
    .order_by(CaseRow.id)
    .limit(_MOST_TOLD)
)


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case about to be stored. ``case`` holds no documents; those of the submission are stored apart."""

    submission: CaseSubmission
    case: Case
    received_at: dt.datetime
    due_at: dt.datetime
    escalate_at: dt.datetime | None
    content_digest: str
    assumptions: tuple[str, ...] = ()
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a client is told of an accepted case. ``is_new`` is False where its key had named the case before.

    ``same_content`` names the first other open cases that were sent with the very same content.
    """

    case_id: str
    status: CaseStatus
    due_at: dt.datetime
    is_new: bool = True
    same_content: tuple[str, ...] = ()


async def store_case(database: Database, scope: Scope, new: NewCase, put: PutTurn) -> Receipt:
    """Commits the case whole: documents, lines, first revision, key, event, and its turn in the queue.

    A key that named a case before gives that case's receipt. Raises :class:`IdempotencyConflict` where the key was
    used for another body.
    """
    try:
        return await database.write(_store, scope, new, put)
    except IntegrityError:
        earlier = await database.read(_earlier, scope, new)
        if earlier is None:
            raise
        return earlier


def _store(session: Session, scope: Scope, new: NewCase, put: PutTurn) -> Receipt:
    earlier = _earlier(session, scope, new)
    if earlier is not None:
        return earlier
    same = same_content(session, scope.tenant, new.content_digest)
    receipt = Receipt(new.case.case_id, CaseStatus.RECEIVED, new.due_at, same_content=same)
    _insert(session, scope, new)
    put(session, Turn(scope.tenant, new.case.case_id, FIRST, new.case.priority, new.due_at))
    return receipt


def same_content(session: Session, tenant: str, content_digest: str) -> tuple[str, ...]:
    """Open cases of the same content, the oldest first, some of them where there are many."""
    return tuple(session.connection().scalars(_SAME_CONTENT, {"tenant": tenant, "content": content_digest}))


def _earlier(session: Session, scope: Scope, new: NewCase) -> Receipt | None:
    if new.idempotency_key is None:
        return None
    known = session.get(IdempotencyRow, (scope.tenant, new.idempotency_key))
    if known is None:
        return None
    if known.body_digest != new.content_digest:
        raise IdempotencyConflict
    case = session.get_one(CaseRow, (scope.tenant, known.case_id))
    return Receipt(case.id, CaseStatus(case.status), case.due_at, is_new=False)


def _insert(session: Session, scope: Scope, new: NewCase) -> None:
    case_id = new.case.case_id
    values = _case_values(scope, new)
    add_rows(session, CaseRow, [values])
    add_rows(session, ServiceLineRow, _line_values(scope, new.case))
    documents = insert_documents(session, scope, case_id, new.submission.documents, revision=FIRST, after=0)
    insert_revision(
        session,
        scope,
        new.case,
        number=FIRST,
        turn=FIRST,
        cause=Cause.SUBMITTED,
        assumptions=new.assumptions,
        at=new.received_at,
    )
    if new.idempotency_key is not None:
        key = {"key": new.idempotency_key, "body_digest": new.content_digest, "created_at": new.received_at}
        add_rows(session, IdempotencyRow, [{"tenant_id": scope.tenant, "case_id": case_id, **key}])
    payload = {
        "revision": FIRST,
        "priority": new.case.priority.value,
        "submission": text_digest(str(values["submission"])),
        "documents": documents,
    }
    received = Happening(EventType.CASE_RECEIVED, payload, new.received_at)
    begin_chain(session, scope, case_id, [received])


def _case_values(scope: Scope, new: NewCase) -> dict[str, object]:
    case, member = new.case, new.submission.member
    return {
        "tenant_id": scope.tenant,
        "id": case.case_id,
        "status": CaseStatus.RECEIVED.value,
        "priority": case.priority.value,
        "line_of_business": case.line_of_business.value if case.line_of_business else None,
        "received_at": new.received_at,
        "due_at": new.due_at,
        "escalate_at": new.escalate_at,
        "next_look_at": new.escalate_at,
        "member_name": member.name,
        "member_id": member.member_id,
        "search_text": search_text(member.name, member.member_id or "", case.case_id),
        "primary_code": primary_code(case),
        "service_label": service_label(case),
        "submission": new.submission.model_dump_json(exclude={"documents": {"__all__": {"text"}}}),
        "content_digest": new.content_digest,
        "newest_revision": FIRST,
        "event_count": 0,
        "event_head": GENESIS,
    }


def _line_values(scope: Scope, case: Case) -> list[dict[str, object]]:
    return [
        {
            "tenant_id": scope.tenant,
            "case_id": case.case_id,
            "line": line.line,
            "position": position,
            "code": line.code,
            "body": line.model_dump_json(),
        }
        for position, line in enumerate(case.services, start=1)
    ]
