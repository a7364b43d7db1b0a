"""Documents that the service made of a case, as they were issued. What is issued is never made again."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from orchestrator.failures import UnknownDocument
from orchestrator.scope import Scope
from orchestrator.store.conclusion_tables import DeterminationRow, IssuedDocumentRow
from orchestrator.store.determinations import read_determination
from orchestrator.store.events import Happening, append_events
from orchestrator.store.revisions import FinishedRevision, read_revision
from orchestrator.store.rows import add_rows, get_case
from priorauth.audit import EventType
from priorauth.determination import Determination, Level


@dataclass(frozen=True, slots=True)
class Made:
    """A document that was just made. ``id`` is its own within the case."""

    id: str
    title: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class ToConclude:
    """A determination whose documents are to be made, and the revision that it was made on."""

    determination: Determination
    finished: FinishedRevision


def read_unconcluded(session: Session, scope: Scope, case_id: str) -> tuple[ToConclude, ...]:
    """The determinations of a case without their documents, in the order of their levels.

    Raises ``CaseNotFound`` and ``CaseDeleted``.
    """
    get_case(session, scope, case_id)
    open_ = (DeterminationRow.tenant_id == scope.tenant, DeterminationRow.case_id == case_id)
    query = select(DeterminationRow.level).where(*open_, DeterminationRow.concluded_at.is_(None))
    made = (read_determination(session, scope, case_id, Level(level)) for level in sorted(session.scalars(query)))
    return tuple(ToConclude(one, read_revision(session, scope, case_id, one.revision)) for one in made if one)


def issue(
    session: Session, scope: Scope, case_id: str, level: Level, documents: Sequence[Made], at: dt.datetime
) -> bool:
    """Stores the documents of a determination and closes it, once, whoever tries: False where that was done before."""
    get_case(session, scope, case_id, lock=True)
    row = session.get(
        DeterminationRow, (scope.tenant, case_id, level.value), with_for_update=True, populate_existing=True
    )
    if row is None or row.concluded_at is not None:
        return False
    own = {"tenant_id": scope.tenant, "case_id": case_id, "level": level.value, "issued_at": at}
    values = [
        own
        | {
            "id": one.id,
            "title": one.title,
            "media_type": one.media_type,
            "body": one.body,
            "digest": digest_of_bytes(one.body),
        }
        for one in documents
    ]
    add_rows(session, IssuedDocumentRow, values)
    row.concluded_at = at
    session.flush()
    told = {"level": level.value, "documents": {str(value["id"]): str(value["digest"]) for value in values}}
    append_events(session, scope, case_id, [Happening(EventType.DOCUMENTS_ISSUED, told, at)])
    return True


def digest_of_bytes(body: bytes) -> str:
    """``sha256:`` and the SHA-256 of a document's bytes."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def href(case_id: str, document_id: str) -> str:
    """Where an issued document is asked for."""
    return f"/api/cases/{case_id}/issued/{document_id}"


def list_issued(session: Session, scope: Scope, case_id: str, *, bodies: bool = False) -> tuple[IssuedDocumentRow, ...]:
    """What was issued of a case, by time; without the bytes where nobody needs them."""
    of_case = (IssuedDocumentRow.tenant_id == scope.tenant, IssuedDocumentRow.case_id == case_id)
    query = select(IssuedDocumentRow).where(*of_case).order_by(IssuedDocumentRow.issued_at, IssuedDocumentRow.id)
    return tuple(session.scalars(query if bodies else query.options(defer(IssuedDocumentRow.body, raiseload=True))))


def read_issued(session: Session, scope: Scope, case_id: str, document_id: str) -> IssuedDocumentRow:
    """An issued document. Raises ``CaseNotFound``, ``CaseDeleted`` and :class:`UnknownDocument`."""
    get_case(session, scope, case_id)
    row = session.get(IssuedDocumentRow, (scope.tenant, case_id, document_id))
    if row is None:
        raise UnknownDocument(case_id)
    return row
