"""Documents that the service made of a case, as they were issued. What is issued is never made again."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from orchestrator.failures import UnknownDocument
from orchestrator.scope import Scope
from orchestrator.store.acts import recorded
from orchestrator.store.clocks import RunningClock, read_clock
from orchestrator.store.conclusion_tables import ActRow, DeterminationRow, IssuedDocumentRow
from orchestrator.store.determinations import read_determination, read_determinations
from orchestrator.store.events import ChainEnd, Happening, append_events, read_end
from orchestrator.store.revisions import FinishedRevision, read_revision
from orchestrator.store.rows import add_rows, get_case, language_of
from orchestrator.store.tables import CaseRow
from priorauth.acts import RecordedAct
from priorauth.audit import EventType
from priorauth.determination import Determination, Level
from priorauth.regulations import Regulations


@dataclass(frozen=True, slots=True)
class Made:
    """A document that was just made. ``id`` is its own within the case."""

    id: str
    title: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class ToConclude:
    """A determination whose documents are to be made, and what they are made of.

    ``finished`` is the revision that it was made on, ``language`` the member's, ``end`` where the case's chain ends.
    """

    determination: Determination
    finished: FinishedRevision
    language: str | None
    end: ChainEnd

    @property
    def case_id(self) -> str:
        """Its case."""
        return self.determination.case_id

    @property
    def level(self) -> str:
        """The level of decision that its documents belong to."""
        return self.determination.level.value

    @property
    def about(self) -> str:
        """What its documents are named after."""
        return self.level


@dataclass(frozen=True, slots=True)
class Justified:
    """The newest whole revision with what its audit justification shows; ``issued`` is that, where it was issued."""

    finished: FinishedRevision
    determination: Determination | None
    end: ChainEnd
    issued: IssuedDocumentRow | None


@dataclass(frozen=True, slots=True)
class ToWrite:
    """An act whose letter is to be written: the revision that it was done on, the member's language, and the clock."""

    case_id: str
    act: RecordedAct
    finished: FinishedRevision
    language: str | None
    running: RunningClock

    @property
    def level(self) -> str:
        """The level of decision that its letter belongs to."""
        return self.act.level

    @property
    def about(self) -> str:
        """What its documents are named after."""
        return f"act-{self.act.number}"


def read_unconcluded(
    session: Session, scope: Scope, case_id: str, regulations: Regulations
) -> tuple[ToConclude | ToWrite, ...]:
    """The determinations of a case without their documents, by level, and its acts without their letters, by number.

    Raises ``CaseNotFound`` and ``CaseDeleted``.
    """
    case = get_case(session, scope, case_id)
    language = language_of(case)
    open_ = (DeterminationRow.tenant_id == scope.tenant, DeterminationRow.case_id == case_id)
    levels = select(DeterminationRow.level).where(*open_, DeterminationRow.concluded_at.is_(None))
    made = (read_determination(session, scope, case_id, Level(level)) for level in sorted(session.scalars(levels)))
    unwritten = (ActRow.tenant_id == scope.tenant, ActRow.case_id == case_id, ActRow.to_conclude.is_not(None))
    acts = (recorded(row) for row in session.scalars(select(ActRow).where(*unwritten).order_by(ActRow.number)))
    end = read_end(session, scope, case_id)
    return (
        *(ToConclude(one, read_revision(session, scope, case_id, one.revision), language, end) for one in made if one),
        *(
            ToWrite(
                case_id,
                one,
                read_revision(session, scope, case_id, one.revision),
                language,
                read_clock(session, scope, case, regulations),
            )
            for one in acts
        ),
    )


def read_justified(session: Session, scope: Scope, case_id: str) -> Justified:
    """What the audit justification of a case is made of. What was issued of its newest revision is not made again.

    Raises ``CaseNotFound``, ``CaseDeleted`` and ``ReviewUnfinished``.
    """
    finished = read_revision(session, scope, case_id)
    determined = max(read_determinations(session, scope, case_id), key=lambda one: one.decided_at, default=None)
    issued = None
    if determined and determined.digest == finished.digest:
        place = (scope.tenant, case_id, justification_pdf(determined.level))
        issued = session.get(IssuedDocumentRow, place)
    return Justified(finished, determined, read_end(session, scope, case_id), issued)


def justification_pdf(level: Level) -> str:
    """The id of the signed audit justification that a determination of this level issues."""
    return f"justification-{level.value}-pdf"


def issue(
    session: Session, scope: Scope, one: ToConclude | ToWrite, documents: Sequence[Made], at: dt.datetime
) -> bool:
    """Stores the documents of a determination or an act and closes it, once, whoever tries.

    False where that was done before.
    """
    case = get_case(session, scope, one.case_id, lock=True)
    if not _close(session, scope, one, at):
        return False
    own = {"tenant_id": scope.tenant, "case_id": one.case_id, "level": one.level, "issued_at": at}
    values = [
        own
        | {
            "id": made.id,
            "title": made.title,
            "media_type": made.media_type,
            "body": made.body,
            "digest": digest_of_bytes(made.body),
        }
        for made in documents
    ]
    add_rows(session, IssuedDocumentRow, values)
    if isinstance(one, ToConclude):
        _stop_clock(case, one.level, at)
    session.flush()
    told = {"level": one.level, "documents": {str(value["id"]): str(value["digest"]) for value in values}}
    append_events(session, scope, one.case_id, [Happening(EventType.DOCUMENTS_ISSUED, told, at)])
    return True


def _close(session: Session, scope: Scope, one: ToConclude | ToWrite, at: dt.datetime) -> bool:
    """Notes that its documents are made; False where that was noted before."""
    if isinstance(one, ToConclude):
        key = (scope.tenant, one.case_id, one.level)
        determination = session.get(DeterminationRow, key, with_for_update=True, populate_existing=True)
        if determination is None or determination.concluded_at is not None:
            return False
        determination.concluded_at = at
        return True
    number = (scope.tenant, one.case_id, one.act.number)
    act = session.get(ActRow, number, with_for_update=True, populate_existing=True)
    if act is None or act.to_conclude is None:
        return False
    act.to_conclude = None
    return True


def _stop_clock(case: CaseRow, level: str, at: dt.datetime) -> None:
    """The decision counts as notified now, where nobody told it before. One that is late is still to be noticed."""
    if case.level != level or case.answered_at is not None:
        return
    case.answered_at = at
    if case.escalate_at is None or at <= case.due_at:
        case.next_look_at = None


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
