"""The clinical documents of a case, each with its canonical text."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from orchestrator.failures import UnknownDocument
from orchestrator.scope import Scope
from orchestrator.store.rows import add_rows, get_case
from orchestrator.store.tables import DocumentRow
from priorauth.case import Document, SubmittedDocument


def insert_documents(
    session: Session,
    scope: Scope,
    case_id: str,
    documents: Sequence[SubmittedDocument],
    *,
    revision: int,
    after: int,
) -> dict[str, str]:
    """Stores documents that a revision is the first to read; their ids go on from the number of those before.

    Gives the digest of each text by the document's id.
    """
    values = [
        {
            "tenant_id": scope.tenant,
            "case_id": case_id,
            "id": f"d{position}",
            "position": position,
            "revision": revision,
            "about": document.model_dump_json(exclude={"text"}),
            "text": document.text,
            "digest": text_digest(document.text),
        }
        for position, document in enumerate(documents, start=after + 1)
    ]
    add_rows(session, DocumentRow, values)
    return {str(value["id"]): str(value["digest"]) for value in values}


def text_digest(text: str) -> str:
    """``sha256:`` and the SHA-256 of a stored text's UTF-8 bytes."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def documents_of(
    session: Session, scope: Scope, case_id: str, revision: int, *, texts: bool = True
) -> tuple[Document, ...]:
    """The documents that a revision reads, in their order; with empty texts where nobody needs them."""
    text = DocumentRow.text if texts else literal("").label("text")
    query = (
        select(DocumentRow.id, DocumentRow.about, text)
        .where(DocumentRow.tenant_id == scope.tenant, DocumentRow.case_id == case_id, DocumentRow.revision <= revision)
        .order_by(DocumentRow.position)
    )
    return tuple(_document(*row) for row in session.execute(query))


def read_document(session: Session, scope: Scope, case_id: str, document_id: str) -> Document:
    """One document with its text. Raises ``CaseNotFound`` or :class:`UnknownDocument`."""
    get_case(session, scope, case_id)
    row = session.get(DocumentRow, (scope.tenant, case_id, document_id))
    if row is None:
        raise UnknownDocument(case_id)
    return _document(row.id, row.about, row.text)


def _document(document_id: str, about: str, text: str) -> Document:
    """The stored document. Its text was checked when it was accepted and is not checked again."""
    fields = dict(SubmittedDocument.model_validate_json(about))
    return Document.model_construct(**{**fields, "id": document_id, "text": text})
