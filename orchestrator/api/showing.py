"""From what is stored to what is answered: pure functions."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from orchestrator.api.answers import (
    CaseAnswer,
    DocumentAnswer,
    IssuedAnswer,
    Links,
    QueueItem,
    RevisionAnswer,
    SubmittedCase,
)
from orchestrator.api.audit_answers import AuditAnswer, AuditEvent, AuditProof, AuditRevision
from orchestrator.api.clock_answers import show_clock, show_summary
from orchestrator.record.history import History
from orchestrator.store.conclusion_tables import IssuedDocumentRow
from orchestrator.store.events import StoredEvent
from orchestrator.store.findings import PREFLIGHT, Step, StepFindings
from orchestrator.store.issued import href
from orchestrator.store.revisions import Cause
from orchestrator.store.tables import CaseRow, RevisionRow
from orchestrator.store.views import CaseView
from priorauth.case import Document, LineOfBusiness, Priority
from priorauth.determination import DeterminationOutcome, Level
from priorauth.findings import Route
from priorauth.inputs import AgentName, SynthesisFindings
from priorauth.lifecycle import CaseStatus
from priorauth.model_usage import ReviewUsage
from priorauth.recommendation import Outcome
from priorauth.revision import Versions

Item = TypeVar("Item", bound=QueueItem)


def links_of(case_id: str) -> Links:
    """Where the parts of a case are."""
    own = f"/api/cases/{case_id}"
    return {"self": own, "events": f"{own}/events", "audit": f"{own}/audit"}


def show_item(row: CaseRow, shape: type[Item], now: dt.datetime, **more: object) -> Item:
    """A case in a list."""
    return shape(
        case_id=row.id,
        status=CaseStatus(row.status),
        priority=Priority(row.priority),
        line_of_business=LineOfBusiness(row.line_of_business) if row.line_of_business else None,
        received_at=row.received_at,
        due_at=row.due_at,
        clock=show_summary(row, now),
        assignee=row.assignee,
        primary_code=row.primary_code,
        service_label=row.service_label,
        revision=row.newest_revision,
        recommendation=Outcome(row.recommendation) if row.recommendation else None,
        route=Route(row.route) if row.route else None,
        confidence_level=row.confidence_level,
        outcome=DeterminationOutcome(row.outcome) if row.outcome else None,
        links=links_of(row.id),
        **cast(Any, more),
    )


def show_case(view: CaseView, now: dt.datetime) -> CaseAnswer:
    """A case with its newest whole revision."""
    row = view.row
    return CaseAnswer(
        case_id=row.id,
        status=CaseStatus(row.status),
        priority=Priority(row.priority),
        line_of_business=view.case.line_of_business,
        received_at=row.received_at,
        due_at=row.due_at,
        clock=show_clock(row, view.clock, now),
        assignee=row.assignee,
        case=_show_submitted(view),
        revision=_show_revision(view),
        in_review=view.in_review,
        level=Level(row.level),
        acts=view.acts,
        determinations=view.determinations,
        issued=tuple(_show_issued(one) for one in view.issued),
        links=links_of(row.id),
    )


def _show_submitted(view: CaseView) -> SubmittedCase:
    case, submission = view.case, view.submission
    return SubmittedCase(
        received_on=case.received_on,
        member=case.member,
        providers=case.providers,
        requester=submission.requester,
        plan_id=case.plan_id,
        jurisdiction=case.jurisdiction,
        language=submission.language,
        timing=case.timing,
        diagnoses=case.diagnoses,
        services=case.services,
        documents=tuple(_show_document(case.case_id, document) for document in case.documents),
        history=case.history,
    )


def _show_document(case_id: str, document: Document) -> DocumentAnswer:
    links = {"self": f"/api/cases/{case_id}/documents/{document.id}"}
    return DocumentAnswer(**document.model_dump(exclude={"text"}), links=links)


def _show_issued(row: IssuedDocumentRow) -> IssuedAnswer:
    return IssuedAnswer(
        id=row.id,
        title=row.title,
        media_type=row.media_type,
        digest=row.digest,
        issued_at=row.issued_at,
        links={"self": href(row.case_id, row.id)},
    )


def _show_revision(view: CaseView) -> RevisionAnswer | None:
    return show_revision(view.finished, view.found, view.used) if view.finished else None


def show_revision(one: RevisionRow, stored: Mapping[Step, StepFindings], used: ReviewUsage | None) -> RevisionAnswer:
    """A whole revision. Raises ValueError for one that is not whole."""
    if one.digest is None or one.started_at is None or one.completed_at is None:
        raise ValueError("a revision that is not whole is not shown")
    found = cast(Any, stored)
    synthesis = cast(SynthesisFindings, found[AgentName.SYNTHESIS])
    return RevisionAnswer(
        number=one.number,
        cause=Cause(one.cause),
        digest=one.digest,
        created_at=one.created_at,
        started_at=one.started_at,
        completed_at=one.completed_at,
        assumptions=tuple(json.loads(one.assumptions)),
        versions=Versions.model_validate_json(one.versions or ""),
        preflight=found[PREFLIGHT],
        compliance=found[AgentName.COMPLIANCE],
        clinical=found[AgentName.CLINICAL],
        coverage=found[AgentName.COVERAGE],
        recommendation=synthesis.recommendation,
        summary=synthesis.summary,
        rationale=synthesis.rationale,
        prose_by=synthesis.prose_by,
        model_usage=used,
    )


def show_history(case_id: str, history: History) -> AuditAnswer:
    """The log of a case with its chain, and its revisions with the versions that took part."""
    return AuditAnswer(
        case_id=case_id,
        verified=history.trail.verified,
        proof=AuditProof.model_validate(history.proof, from_attributes=True),
        deleted=history.trail.deletion is not None,
        events=tuple(_show_event(event) for event in history.trail.events),
        revisions=tuple(AuditRevision.model_validate(one, from_attributes=True) for one in history.revisions),
    )


def _show_event(event: StoredEvent) -> AuditEvent:
    payload = dict(event.payload) if event.payload is not None else None
    return AuditEvent(**event.link.model_dump(exclude={"case_id"}), payload=payload)


def event_data(event: StoredEvent) -> dict[str, Any]:
    """An event as a watcher gets it: what happened, when, to which case, and its payload."""
    told = event.link.model_dump(mode="json", include={"case_id", "sequence", "type", "at", "actor"})
    return told | (dict(event.payload) if event.payload is not None else {"deleted": True})
