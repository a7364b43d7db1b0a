"""What begins the next revision of a case: new documents, or a request to review again."""

import datetime as dt
import json
from collections.abc import Sequence

from sqlalchemy.orm import Session

from orchestrator.failures import ReviewUnfinished
from orchestrator.scope import Scope
from orchestrator.store.documents import documents_of, insert_documents
from orchestrator.store.events import Happening, append_events
from orchestrator.store.findings import copy_findings
from orchestrator.store.revisions import Cause, insert_revision, read_inputs
from orchestrator.store.rows import get_case
from orchestrator.store.tables import CaseRow, RevisionRow
from orchestrator.store.turns import PutTurn, Turn
from priorauth.audit import EventType
from priorauth.case import MAX_DOCUMENTS, Case, Priority, SubmittedDocument
from priorauth.corrections import Correction
from priorauth.errors import CaseRejected, Problem
from priorauth.inputs import AgentName, building_on
from priorauth.lifecycle import WAITING, CaseStatus, check_transition
from priorauth.revision import Versions


def add_documents(
    session: Session,
    scope: Scope,
    case_id: str,
    documents: Sequence[SubmittedDocument],
    at: dt.datetime,
    *,
    put: PutTurn,
) -> tuple[int, tuple[str, ...]]:
    """Stores documents and begins the revision that reads them: its number, and the documents' ids.

    A review that is under way is finished first, and this one after it in the same turn. Raises ``CaseNotFound``, and
    ``CaseRejected`` for none or too many.
    """
    case = get_case(session, scope, case_id, lock=True)
    _check_open(case)
    before = len(documents_of(session, scope, case_id, case.newest_revision, texts=False))
    _check_count(before, len(documents))
    number = next_revision(session, scope, case, Cause.DOCUMENTS_ADDED, at, put)
    digests = insert_documents(session, scope, case_id, documents, revision=number, after=before)
    added = [
        Happening(
            EventType.DOCUMENT_ADDED,
            {"revision": number, "document": document_id, "kind": document.kind.value, "digest": digest},
            at,
        )
        for (document_id, digest), document in zip(digests.items(), documents, strict=True)
    ]
    append_events(session, scope, case_id, added)
    return number, tuple(digests)


def _check_open(case: CaseRow) -> None:
    status = CaseStatus(case.status)
    if status is not CaseStatus.IN_REVIEW:
        check_transition(status, CaseStatus.IN_REVIEW)


def _check_count(before: int, added: int) -> None:
    if not added:
        raise CaseRejected([Problem(path="/documents", code="too_short", message="Give at least one document.")])
    if before + added > MAX_DOCUMENTS:
        message = f"The case would have {before + added} documents; at most {MAX_DOCUMENTS} are accepted."
        raise CaseRejected([Problem(path="/documents", code="too_long", message=message)])


def review_again(
    session: Session,
    scope: Scope,
    case_id: str,
    at: dt.datetime,
    *,
    agent: AgentName | None,
    versions: Versions,
    put: PutTurn,
) -> int:
    """Begins a revision of the same inputs, and gives its number.

    With ``agent``, only it and what depends on it will run; the other findings are taken over, if the same versions
    made them. Raises ``CaseNotFound``, and ``ReviewUnfinished`` where a review is under way.
    """
    case = get_case(session, scope, case_id, lock=True)
    _check_open(case)
    if CaseStatus(case.status) not in WAITING:
        raise ReviewUnfinished(case_id)
    before = read_inputs(session, scope, case_id, case.newest_revision)
    same = before.versions is not None and Versions.model_validate_json(before.versions) == versions
    if agent is None or not same:
        cause = Cause.REVIEW_REQUESTED if agent is None else Cause.AGENT_REQUESTED
        number = next_revision(session, scope, case, cause, at, put)
        _tell_request(session, scope, case_id, number, agent, at)
        return number
    number = next_revision(session, scope, case, Cause.AGENT_REQUESTED, at, put, versions)
    _tell_request(session, scope, case_id, number, agent, at)
    kept = frozenset(name.value for name in AgentName if name != agent and name not in building_on(agent))
    copy_findings(session, scope, case_id, kept, source=before.number, target=number)
    return number


def _tell_request(
    session: Session, scope: Scope, case_id: str, number: int, agent: AgentName | None, at: dt.datetime
) -> None:
    asked = {"revision": number, "agent": agent.value if agent else None}
    append_events(session, scope, case_id, [Happening(EventType.REVIEW_REQUESTED, asked, at)])


def next_revision(
    session: Session,
    scope: Scope,
    case: CaseRow,
    cause: Cause,
    at: dt.datetime,
    put: PutTurn,
    versions: Versions | None = None,
    corrections: tuple[Correction, ...] = (),
) -> int:
    """Begins the revision after the newest, with its inputs and with what was corrected since: its number.

    One that is added before the newest is whole is reviewed in the same turn, so it needs no other."""
    before: RevisionRow = read_inputs(session, scope, case.id, case.newest_revision)
    inputs = Case.model_validate({**json.loads(before.inputs), "documents": ()})
    inputs = inputs.model_copy(update={"corrections": (*inputs.corrections, *corrections)})
    assumptions = tuple(json.loads(before.assumptions))
    number = before.number + 1
    turn = number if before.completed_at else before.turn
    insert_revision(
        session,
        scope,
        inputs,
        number=number,
        turn=turn,
        cause=cause,
        assumptions=assumptions,
        at=at,
        versions=versions,
    )
    if turn == number:
        put(session, Turn(scope.tenant, case.id, turn, Priority(case.priority), case.due_at))
    case.newest_revision = number
    if CaseStatus(case.status) in WAITING:
        case.status = CaseStatus.IN_REVIEW.value
    session.flush()
    return number
