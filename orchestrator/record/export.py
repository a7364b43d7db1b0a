"""The record of a case as a folder that an auditor can check alone: every file, and the manifest that lists them."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from orchestrator.failures import RecordUnreadable
from orchestrator.record.history import History, RevisionRecord, read_history
from orchestrator.record.proof import stored_revision
from orchestrator.scope import Scope
from orchestrator.store.acts import read_acts
from orchestrator.store.conclusion_tables import IssuedDocumentRow
from orchestrator.store.determinations import read_determinations
from orchestrator.store.events import CLOCK_EVENTS, StoredEvent
from orchestrator.store.issued import list_issued
from orchestrator.store.tables import CaseKeyRow, CaseRow, DocumentRow, RevisionRow
from priorauth.acts import RecordedAct
from priorauth.audit import GENESIS
from priorauth.canonical import canonical_json
from priorauth.determination import Determination
from priorauth.revision import TIMES

FORMAT = "priorauth-record/1"
MANIFEST = "manifest.json"
_SUBMISSION = "submission.json"
_HERE = Path(__file__).parent
_WITH_IT = {"README.txt": _HERE / "readme.txt", "verify.py": _HERE / "verify.py"}
_ENDINGS = {"text/markdown": ".md", "text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf"}

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class RecordRead:
    """A case's record as one consistent look saw it: its files, the end of its chain, and what a proof of it found."""

    case_id: str
    files: Files
    chain: Mapping[str, Any]
    breach: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an export comes from: by whom and when it was made, from which kind of store and with which code."""

    by: str
    at: dt.datetime
    store: str
    code: str


def read_record(session: Session, scope: Scope, case_id: str) -> RecordRead:
    """The whole record of a case, deleted or not. Raises ``CaseNotFound`` and :class:`RecordUnreadable`."""
    history = read_history(session, scope, case_id)
    case = session.get_one(CaseRow, (scope.tenant, case_id))
    of_case = (DocumentRow.tenant_id == scope.tenant, DocumentRow.case_id == case_id)
    documents = session.scalars(select(DocumentRow).where(*of_case).order_by(DocumentRow.position)).all()
    issued = list_issued(session, scope, case_id, bodies=True)
    done, determined = read_acts(session, scope, case_id), read_determinations(session, scope, case_id)
    key = session.get(CaseKeyRow, (scope.tenant, case_id))
    if key is None:
        raise RecordUnreadable(case_id)
    files = {
        "case.json": _shown({**_case(case, history, documents), **_outcome(done, determined, issued)}),
        "events.jsonl": b"".join(_line(event) for event in history.trail.events),
        "key.txt": key.key.hex().encode() + b"\n",
        **({_SUBMISSION: case.submission.encode()} if case.submission else {}),
        **{_place(document): document.text.encode() for document in documents},
        **{_place_of_issued(one): one.body for one in issued},
        **dict(_revisions(session, scope, case_id, history, documents)),
        **{name: path.read_bytes() for name, path in _WITH_IT.items()},
    }
    events = history.trail.events
    chain = {"events": len(events), "head": events[-1].link.digest if events else GENESIS}
    return RecordRead(case_id, files, chain, history.proof.breach)


def write_manifest(record: RecordRead, origin: Origin) -> bytes:
    """The manifest of a record's files."""
    return _shown(
        {
            "format": FORMAT,
            "what": "The stored record of one prior-authorization case. README.txt says how to check it.",
            "case_id": record.case_id,
            "exported_at": origin.at.isoformat(),
            "exported_by": origin.by,
            "store": origin.store,
            "code": origin.code,
            "chain": record.chain,
            "breach": record.breach,
            "files": [
                {"path": path, "bytes": len(content), "sha256": sha256(content)}
                for path, content in sorted(record.files.items())
            ],
        }
    )


def sha256(content: bytes) -> str:
    """``sha256:`` and the SHA-256 of a file's content."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _shown(value: Any) -> bytes:
    """JSON that a person can read."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _line(event: StoredEvent) -> bytes:
    link = event.link.model_dump(mode="json") | {"at": event.link.at.isoformat()}
    payload = dict(event.payload) if event.payload is not None else None
    return canonical_json({"link": link, "payload": payload}) + b"\n"


def _case(case: CaseRow, history: History, documents: Any) -> Mapping[str, Any]:
    deletion = history.trail.deletion
    return {
        "case_id": case.id,
        "tenant": case.tenant_id,
        "status": case.status,
        "priority": case.priority,
        "received_at": case.received_at.isoformat(),
        "due_at": case.due_at.isoformat(),
        "submission": _SUBMISSION if case.submission else None,
        "documents": [_document(one) for one in documents],
        "revisions": [_revision(one) for one in history.revisions],
        "clock_notices": [_noticed(one) for one in history.trail.events if one.link.type in CLOCK_EVENTS],
        "deleted": {"event": deletion.link.sequence, "at": deletion.link.at.isoformat()} if deletion else None,
    }


def _noticed(event: StoredEvent) -> Mapping[str, Any]:
    """What was noticed of the clock. Of a missed deadline also what each profile makes of it, which decides nothing."""
    about = {"event": event.link.sequence, "noticed": event.link.type.value, "noticed_at": event.link.at.isoformat()}
    return {**about, **(event.payload or {})}


def _outcome(
    done: Sequence[RecordedAct], determined: Sequence[Determination], issued: Sequence[IssuedDocumentRow]
) -> Mapping[str, Any]:
    """What people did, what was determined, and the documents that followed."""
    return {
        "acts": [one.model_dump(mode="json") for one in done],
        "determinations": [one.model_dump(mode="json", exclude={"case_id"}) for one in determined],
        "issued": [
            {
                "id": one.id,
                "title": one.title,
                "media_type": one.media_type,
                "issued_at": one.issued_at.isoformat(),
                "file": _place_of_issued(one),
                "digest": one.digest,
            }
            for one in issued
        ],
    }


def _document(row: DocumentRow) -> Mapping[str, Any]:
    about = {**json.loads(row.about), "id": row.id}
    return {**about, "first_read_by_revision": row.revision, "file": _place(row), "digest": row.digest}


def _revision(one: RevisionRecord) -> Mapping[str, Any]:
    """A revision in the list. One that is not whole has no file: what it found so far may be found anew."""
    return {
        "number": one.number,
        "cause": one.cause.value,
        "created_by": one.created_by,
        "created_at": _moment(one.created_at),
        "started_at": _moment(one.started_at),
        "completed_at": _moment(one.completed_at),
        "digest": one.digest,
        "file": _place_of_revision(one.number) if one.digest else None,
        "versions": one.versions.model_dump(mode="json") if one.versions else None,
        "data_versions": one.data_versions,
        "model_usage": one.model_usage.model_dump(mode="json") if one.model_usage else None,
    }


def _moment(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None


def _revisions(
    session: Session, scope: Scope, case_id: str, history: History, documents: Any
) -> Iterator[tuple[str, bytes]]:
    for number in (one.number for one in history.revisions if one.digest):
        row = session.get_one(RevisionRow, (scope.tenant, case_id, number))
        read = [document for document in documents if document.revision <= number]
        stored = stored_revision(session, scope, row, read)
        yield _place_of_revision(number), canonical_json(stored, without=TIMES)


def _place(document: DocumentRow) -> str:
    return f"documents/{document.id}.txt"


def _place_of_issued(row: IssuedDocumentRow) -> str:
    return f"issued/{row.id}{_ENDINGS[row.media_type.partition(';')[0]]}"


def _place_of_revision(number: int) -> str:
    return f"revisions/{number}.json"
