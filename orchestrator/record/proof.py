"""Proof that what is stored of a case is what was written: events, documents, revisions, determinations, issues.

It is made of the stored JSON itself, not of what today's types read in it, so that a newer version of this code proves
what an older one wrote.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.acts import logged, read_acts
from orchestrator.store.conclusion_tables import IssuedDocumentRow
from orchestrator.store.determinations import read_determinations
from orchestrator.store.documents import text_digest
from orchestrator.store.events import Payload, Trail, read_trail
from orchestrator.store.findings import stored_findings
from orchestrator.store.issued import digest_of_bytes
from orchestrator.store.tables import CaseRow, DocumentRow, RevisionRow
from priorauth.acts import ACT_KINDS, RecordedAct
from priorauth.audit import EventType
from priorauth.canonical import digest
from priorauth.determination import Determination
from priorauth.lifecycle import EVENTS, CaseStatus
from priorauth.revision import TIMES


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at of a case. ``breach`` names its first place that is not what was written.

    ``deleted``: the record was lawfully deleted, so of most events the link alone could be proven.
    """

    case_id: str
    events: int
    documents: int
    revisions: int
    breach: str | None
    deleted: bool = False


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
    case = session.get_one(CaseRow, (scope.tenant, case_id))
    broken = chain(
        _of_trail(trail),
        _of_deletion(case, trail, documents, rows),
        _of_submission(case, trail),
        _of_documents(documents, trail),
        _of_revisions(session, scope, rows, documents, trail),
        _readable("determinations", lambda: _of_determinations(read_determinations(session, scope, case_id), trail)),
        _readable("acts", lambda: _of_acts(read_acts(session, scope, case_id), trail)),
        _of_issued(session.scalars(select(IssuedDocumentRow).where(*_of(IssuedDocumentRow, scope, case_id))), trail),
    )
    deleted = trail.deletion is not None
    return Proof(case_id, len(trail.events), len(documents), len(rows), next(broken, None), deleted)


def _of(row: Any, scope: Scope, case_id: str) -> tuple[Any, ...]:
    return row.tenant_id == scope.tenant, row.case_id == case_id


def _of_trail(trail: Trail) -> Iterator[str]:
    if trail.breach:
        yield trail.breach


def _of_deletion(case: CaseRow, trail: Trail, documents: Any, rows: Any) -> Iterator[str]:
    """A tombstone has its event, and a deletion took all that it had to take."""
    told = trail.deletion is not None
    if told != (case.status == CaseStatus.DELETED):
        yield "its status and its log do not agree on whether the record was deleted"
    if told and (documents or rows or case.submission or case.member_name):
        yield "its log says that the record was deleted, and parts of it are there"


def _of_submission(case: CaseRow, trail: Trail) -> Iterator[str]:
    """The submission is the one that the log received, and the queue names its member and time."""
    for told in _told(trail, EventType.CASE_RECEIVED, "submission"):
        if told["submission"] != text_digest(case.submission):
            yield "the submission is not what was sent"
        member = json.loads(case.submission)["member"]
        if (case.member_name, case.member_id) != (member["name"], member["member_id"]):
            yield "the queue names another member than the submission"
        if case.received_at != trail.events[0].link.at:
            yield "the queue tells another time of receipt than the log"


def _of_documents(documents: Any, trail: Trail) -> Iterator[str]:
    """Each text has its digest, and the digest is the one that the log received the document with."""
    for document in documents:
        if document.digest != text_digest(document.text):
            yield f"the text of document {document.id} is not what was sent"
    stored = {document.id: document.digest for document in documents}
    for one, received in _received(trail).items():
        if one not in stored:
            yield f"document {one} is gone"
        elif stored[one] != received:
            yield f"the text of document {one} is not what was sent"


def _received(trail: Trail) -> dict[str, str]:
    """The digest that each document came with. Logs of older versions do not tell it."""
    first = (told["documents"] for told in _told(trail, EventType.CASE_RECEIVED, "documents"))
    added = ({told["document"]: told["digest"]} for told in _told(trail, EventType.DOCUMENT_ADDED, "digest"))
    return {one: received for each in chain(first, added) for one, received in each.items()}


def _of_revisions(session: Session, scope: Scope, rows: Any, documents: Any, trail: Trail) -> Iterator[str]:
    told = {one["revision"]: one["digest"] for one in _told(trail, EventType.RECOMMENDATION_READY, "digest")}
    for number in sorted(told.keys() - {row.number for row in rows}):
        yield f"revision {number} is gone"
    asked = _asked(trail)
    for row in rows:
        if asked.get(row.number, row.created_by) != row.created_by:
            yield f"revision {row.number} was begun by another than it says"
        read = [document for document in documents if document.revision <= row.number]
        try:
            found = _digest_of_stored(session, scope, row, read)
        except ValueError:
            found = None
        if found != row.digest:
            yield f"revision {row.number} is not what was recommended on"
        if told.get(row.number, row.digest) != row.digest:
            yield f"revision {row.number} has not the digest that its recommendation was announced with"


def _of_determinations(stored: Sequence[Determination], trail: Trail) -> Iterator[str]:
    """What was decided is what the log tells, by whom and when too."""
    told = {
        one.payload["level"]: {**one.payload} | {"decided_by": one.link.actor, "decided_at": one.link.at}
        for one in trail.events
        if one.link.type is EventType.DETERMINATION_MADE and one.payload is not None
    }
    found = {
        one.level.value: one.model_dump(mode="json", exclude_none=True) | {"decided_at": one.decided_at}
        for one in stored
    }
    for level in sorted(told.keys() | found.keys()):
        if level not in found:
            yield f"its {level} determination is gone"
        elif level not in told:
            yield f"its log tells of no {level} determination"
        elif any(found[level].get(name) != value for name, value in told[level].items()):
            yield f"its {level} determination is not what was decided"


def _readable(what: str, breaches: Callable[[], Iterator[str]]) -> Iterator[str]:
    """The breaches of what is read as a whole; that it cannot be read is one too."""
    try:
        yield from breaches()
    except ValueError:
        yield f"its {what} cannot be read"


def _of_acts(stored: Sequence[RecordedAct], trail: Trail) -> Iterator[str]:
    """What people did to the case is what the log tells, by whom and when too."""
    told = {
        one.payload["number"]: {**one.payload} | {"actor": one.link.actor, "at": one.link.at}
        for one in trail.events
        if one.link.type in _ACTS and one.payload is not None
    }
    found = {one.number: logged(one) | {"actor": one.actor, "at": one.at} for one in stored}
    for number in sorted(told.keys() | found.keys()):
        if number not in found:
            yield f"act {number} is gone"
        elif told.get(number) != found[number]:
            yield f"act {number} is not what was done"


_ACTS = frozenset(EVENTS[act] for act in ACT_KINDS)


def _of_issued(rows: Iterable[IssuedDocumentRow], trail: Trail) -> Iterator[str]:
    """Every document that was issued is there, byte for byte, and no other is."""
    issued = _told(trail, EventType.DOCUMENTS_ISSUED, "documents")
    told = {name: made for one in issued for name, made in one["documents"].items()}
    found = {row.id: digest_of_bytes(row.body) for row in rows}
    for name in sorted(told.keys() | found.keys()):
        if name not in found:
            yield f"the issued document {name} is gone"
        elif told.get(name) != found[name]:
            yield f"the issued document {name} is not what was issued"


def _asked(trail: Trail) -> dict[int, str]:
    """Who began each revision. Logs of older versions do not tell who asked for a review."""
    begins = (
        EventType.CASE_RECEIVED,
        EventType.DOCUMENT_ADDED,
        EventType.REVIEW_REQUESTED,
        EventType.FACTS_CORRECTED,
    )
    events = (event for event in trail.events if event.link.type in begins and event.payload is not None)
    return {event.payload["revision"]: event.link.actor for event in events if event.payload is not None}


def _told(trail: Trail, kind: EventType, member: str) -> Iterator[Payload]:
    """What the events of a kind say, where they say something of this member."""
    for event in trail.events:
        if event.link.type is kind and event.payload is not None and member in event.payload:
            yield event.payload


def _digest_of_stored(session: Session, scope: Scope, row: RevisionRow, documents: Any) -> str:
    return digest(stored_revision(session, scope, row, documents), without=TIMES)


def stored_revision(session: Session, scope: Scope, row: RevisionRow, documents: Any) -> Any:
    """A revision as it is stored, as plain JSON. ``documents`` are the rows of those that it reads."""
    texts = [{**json.loads(one.about), "id": one.id, "text": one.text} for one in documents]
    return {
        "number": row.number,
        "case": {**json.loads(row.inputs), "documents": texts},
        "assumptions": json.loads(row.assumptions),
        "versions": json.loads(row.versions or "null"),
        **stored_findings(session, scope, row.case_id, row.number),
    }
