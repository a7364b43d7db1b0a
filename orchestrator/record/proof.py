"""Proof that what is stored of a case is what was written: its chain of events, its documents, its whole revisions.

It is made of the stored JSON itself, not of what today's types read in it, so that a newer version of this code proves
what an older one wrote.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.events import Trail, read_trail
from orchestrator.store.findings import stored_findings
from orchestrator.store.tables import CaseRow, DocumentRow, RevisionRow
from priorauth.audit import EventType
from priorauth.canonical import digest
from priorauth.revision import TIMES


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at of a case. ``breach`` names its first place that is not what was written."""

    case_id: str
    events: int
    documents: int
    revisions: int
    breach: str | None


def case_ids(session: Session, tenant: str) -> tuple[str, ...]:
    """Every case of a tenant, in the order of their ids."""
    return tuple(session.scalars(select(CaseRow.id).where(CaseRow.tenant_id == tenant).order_by(CaseRow.id)))


def prove_case(session: Session, scope: Scope, case_id: str) -> Proof:
    """Proves a case, or names what broke first. Raises ``CaseNotFound``."""
    try:
        trail = read_trail(session, scope, case_id)
    except (ValidationError, ValueError):
        return Proof(case_id, 0, 0, 0, "the log cannot be read")
    documents = session.scalars(
        select(DocumentRow).where(*_of(DocumentRow, scope, case_id)).order_by(DocumentRow.position)
    ).all()
    rows = session.scalars(
        select(RevisionRow)
        .where(*_of(RevisionRow, scope, case_id), RevisionRow.completed_at.is_not(None))
        .order_by(RevisionRow.number)
    ).all()
    broken = chain(_of_trail(trail), _of_documents(documents), _of_revisions(session, scope, rows, documents, trail))
    return Proof(case_id, len(trail.events), len(documents), len(rows), next(broken, None))


def _of(row: Any, scope: Scope, case_id: str) -> tuple[Any, ...]:
    return row.tenant_id == scope.tenant, row.case_id == case_id


def _of_trail(trail: Trail) -> Iterator[str]:
    if trail.breach:
        yield trail.breach


def _of_documents(documents: Any) -> Iterator[str]:
    for document in documents:
        if document.digest != "sha256:" + hashlib.sha256(document.text.encode()).hexdigest():
            yield f"the text of document {document.id} is not what was sent"


def _of_revisions(session: Session, scope: Scope, rows: Any, documents: Any, trail: Trail) -> Iterator[str]:
    told = _told(trail)
    for row in rows:
        read = [document for document in documents if document.revision <= row.number]
        try:
            found = _digest_of_stored(session, scope, row, read)
        except ValueError:
            found = None
        if found != row.digest:
            yield f"revision {row.number} is not what was recommended on"
        if told.get(row.number, row.digest) != row.digest:
            yield f"revision {row.number} has not the digest that its recommendation was announced with"


def _told(trail: Trail) -> dict[int, str]:
    """The digest of each revision as its event announced it; none where the payload was lawfully deleted."""
    ready = (event for event in trail.events if event.link.type is EventType.RECOMMENDATION_READY and event.payload)
    return {event.payload["revision"]: event.payload["digest"] for event in ready if event.payload}


def _digest_of_stored(session: Session, scope: Scope, row: RevisionRow, documents: Any) -> str:
    texts = [{**json.loads(one.about), "id": one.id, "text": one.text} for one in documents]
    return digest(
        {
            "number": row.number,
            "case": {**json.loads(row.inputs), "documents": texts},
            "assumptions": json.loads(row.assumptions),
            "versions": json.loads(row.versions or "null"),
            **stored_findings(session, scope, row.case_id, row.number),
        },
        without=TIMES,
    )
