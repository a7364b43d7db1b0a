"""The shapes of the native answers."""

import datetime as dt

from pydantic import Field

from orchestrator.api.clock_answers import ClockAnswer, ClockSummary
from orchestrator.readiness import Part
from orchestrator.store.revisions import Cause
from priorauth.acts import RecordedAct
from priorauth.case import (
    DocumentKind,
    History,
    LineOfBusiness,
    Member,
    Priority,
    Provider,
    Requester,
    ServiceLine,
    SubmittedDocument,
    Timing,
)
from priorauth.determination import Determination, DeterminationOutcome, Level
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, NotEvaluated, Route
from priorauth.inputs import AgentName, SynthesisFindings
from priorauth.lifecycle import CaseStatus
from priorauth.model_usage import ReviewUsage
from priorauth.preflight import Preflight
from priorauth.recommendation import Outcome, Recommendation
from priorauth.revision import Versions
from priorauth.value import Value

Links = dict[str, str]


class Accepted(Value):
    """A case is stored and will be reviewed. ``probable_duplicates`` are open cases that were sent with the very same
    content; nothing follows from it but that a person looks.
    """

    case_id: str
    status: CaseStatus
    due_at: dt.datetime
    probable_duplicates: tuple[str, ...] = ()
    links: Links


class QueueItem(Value):
    """A case in the queue: where it stands, and nothing of its record."""

    case_id: str
    status: CaseStatus
    priority: Priority
    line_of_business: LineOfBusiness | None
    received_at: dt.datetime
    due_at: dt.datetime
    clock: ClockSummary
    assignee: str | None
    primary_code: str | None
    service_label: str
    revision: int
    recommendation: Outcome | None
    route: Route | None
    confidence_level: str | None
    outcome: DeterminationOutcome | None
    links: Links


class QueuePage(Value):
    """A page of the queue, by due time. Ask with ``cursor=next_cursor`` for the next one; None ends it."""

    items: tuple[QueueItem, ...]
    next_cursor: str | None


class SearchRequest(Value):
    """What to search for: part of a member's name, a member id or a case id; marks and case do not matter.

    Two letters are looked for where a word begins.
    """

    text: str = Field(min_length=2, max_length=200)
    status: CaseStatus | None = None
    cursor: str | None = Field(default=None, max_length=300)
    limit: int = Field(default=50, ge=1, le=200)


class SearchHit(QueueItem):
    """A case that was found, with what it was found by."""

    member_name: str
    member_id: str | None


class SearchPage(Value):
    """A page of what was found, by due time."""

    items: tuple[SearchHit, ...]
    next_cursor: str | None


class DocumentAnswer(Value):
    """What a document is; its text is at ``links.self``."""

    id: str
    kind: DocumentKind
    title: str
    date: dt.date | None
    author: str | None
    signed: bool | None
    links: Links


class DocumentText(Value):
    """A document with its stored text: the one that offsets of evidence count in, by Unicode code points."""

    id: str
    kind: DocumentKind
    title: str
    date: dt.date | None
    author: str | None
    signed: bool | None
    text: str


class SubmittedCase(Value):
    """What was asked, as the newest revision reads it."""

    received_on: dt.date
    member: Member
    providers: tuple[Provider, ...]
    requester: Requester | None
    plan_id: str | None
    jurisdiction: str | None
    language: str | None
    timing: Timing
    diagnoses: tuple[str, ...]
    services: tuple[ServiceLine, ...]
    documents: tuple[DocumentAnswer, ...]
    history: History | None


class RevisionAnswer(Value):
    """A whole revision: what was found, with which versions, and what is recommended.

    ``model_usage`` is what language models used for it, None where none was called. The digest does not cover it.
    """

    number: int
    cause: Cause
    digest: str
    created_at: dt.datetime
    started_at: dt.datetime
    completed_at: dt.datetime
    assumptions: tuple[str, ...]
    versions: Versions
    preflight: Preflight
    compliance: ComplianceFindings | NotEvaluated
    clinical: ClinicalFindings | NotEvaluated
    coverage: CoverageFindings | NotEvaluated
    recommendation: Recommendation
    summary: str
    rationale: str
    prose_by: str
    model_usage: ReviewUsage | None


class IssuedAnswer(Value):
    """A document that the service issued; its bytes are at ``links.self``."""

    id: str
    title: str
    media_type: str
    digest: str
    issued_at: dt.datetime
    links: Links


class CaseAnswer(Value):
    """A case. ``revision`` is the newest whole one, ``in_review`` the numbers of those that are not whole yet."""

    case_id: str
    status: CaseStatus
    priority: Priority
    line_of_business: LineOfBusiness | None
    received_at: dt.datetime
    due_at: dt.datetime
    clock: ClockAnswer
    assignee: str | None
    case: SubmittedCase
    revision: RevisionAnswer | None
    in_review: tuple[int, ...]
    level: Level
    acts: tuple[RecordedAct, ...]
    determinations: tuple[Determination, ...]
    issued: tuple[IssuedAnswer, ...]
    links: Links


class RevisionAccepted(Value):
    """A revision was begun and will be reviewed."""

    case_id: str
    revision: int
    status: CaseStatus
    documents: tuple[str, ...] = ()
    links: Links


class DocumentsRequest(Value):
    """Text documents to add to a case, one or more."""

    documents: tuple[SubmittedDocument, ...]


class AgentAnswer(Value):
    """What one agent found when it was run again, in the revision that this made."""

    case_id: str
    revision: int
    agent: AgentName
    findings: ComplianceFindings | ClinicalFindings | CoverageFindings | SynthesisFindings | NotEvaluated
    recommendation: Outcome
    links: Links


class Health(Value):
    """The service is alive. ``notice`` is a warning to show on every page, where there is one.

    ``max_body_bytes`` is the most that a request may hold; a larger one is refused unread.
    """

    status: str = "alive"
    version: str
    notice: str | None
    max_body_bytes: int


class Readiness(Value):
    """Whether the service can work, part by part."""

    ready: bool
    parts: tuple[Part, ...]
