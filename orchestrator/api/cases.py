"""Cases as resources: accepting, the queue, one case, its documents, its events, its audit, and reviewing again."""

import asyncio
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from orchestrator.api import answers
from orchestrator.api.audit_answers import AuditAnswer
from orchestrator.api.bodies import parser_of, read_body, schema_of_body
from orchestrator.api.problems import BODY_ERRORS, documented
from orchestrator.api.showing import event_data, links_of, show_case, show_history, show_item
from orchestrator.api.streams import KEEP_ALIVE, follow, frame, stream
from orchestrator.api.worklist import AskedFilters
from orchestrator.failures import (
    CaseDeleted,
    IdempotencyConflict,
    QueueFull,
    ReviewUnfinished,
    ServiceStopping,
    StoreFull,
    StoreUnreachable,
    UnknownDocument,
)
from orchestrator.people import SignedIn
from orchestrator.record.history import read_history
from orchestrator.scope import Purpose
from orchestrator.service import Running
from orchestrator.store.documents import read_document
from orchestrator.store.events import StoredEvent, watched_after
from orchestrator.store.queue import Filters, read_queue
from orchestrator.store.rows import get_case as get_row
from orchestrator.store.views import read_view
from priorauth.errors import CaseNotFound, CaseRejected, InvalidTransition
from priorauth.inputs import AgentName
from priorauth.lifecycle import CaseStatus, NotTheirs
from priorauth.submission import parse_submission

router = APIRouter(prefix="/api/cases", tags=["cases"])

_KEY = Header(
    alias="Idempotency-Key",
    min_length=1,
    max_length=200,
    pattern=r"^[\x21-\x7e]+$",
    description="Chosen by the client. The same key and body give the same case; another body is refused.",
)


@router.post(
    "",
    status_code=202,
    response_model=answers.Accepted,
    responses=documented(*BODY_ERRORS, NotTheirs, IdempotencyConflict, QueueFull, StoreUnreachable, StoreFull),
    openapi_extra=schema_of_body("CaseSubmission"),
)
async def submit_case(
    request: Request,
    response: Response,
    service: Running,
    person: SignedIn,
    idempotency_key: Annotated[str | None, _KEY] = None,
) -> answers.Accepted:
    """Accepts a case. It is stored when the answer is given, and is reviewed whatever happens then."""
    received_on = service.now().date()
    submission = await read_body(request, lambda body: parse_submission(body, received_on))
    receipt = await service.intake.accept(
        service.scope(Purpose.INTAKE, person), submission, idempotency_key=idempotency_key
    )
    links = links_of(receipt.case_id)
    response.headers["Location"] = links["self"]
    return answers.Accepted(
        case_id=receipt.case_id,
        status=receipt.status,
        due_at=receipt.due_at,
        probable_duplicates=receipt.same_content,
        links=links,
    )


@router.get("", response_model=answers.QueuePage, responses=documented(CaseRejected))
async def list_cases(
    filters: AskedFilters,
    service: Running,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> answers.QueuePage:
    """The queue, by due time. Items hold no clinical text and no names."""
    page = await service.database.read(read_queue, service.scope(Purpose.REVIEW), filters, cursor=cursor, limit=limit)
    now = service.now()
    items = tuple(show_item(row, answers.QueueItem, now) for row in page.cases)
    return answers.QueuePage(items=items, next_cursor=page.next_cursor)


@router.post(
    "/search",
    response_model=answers.SearchPage,
    responses=documented(*BODY_ERRORS),
    openapi_extra=schema_of_body("SearchRequest"),
)
async def search_cases(request: Request, service: Running) -> answers.SearchPage:
    """Finds cases by part of a member's name, a member id or a case id. A POST: nothing of a person in an address."""
    wanted = await read_body(request, parser_of(answers.SearchRequest, service.now().date()))
    filters = Filters(status=wanted.status, text=wanted.text)
    scope = service.scope(Purpose.REVIEW)
    page = await service.database.read(read_queue, scope, filters, cursor=wanted.cursor, limit=wanted.limit)
    now = service.now()
    items = tuple(
        show_item(row, answers.SearchHit, now, member_name=row.member_name, member_id=row.member_id)
        for row in page.cases
    )
    return answers.SearchPage(items=items, next_cursor=page.next_cursor)


@router.get("/{case_id}", response_model=answers.CaseAnswer, responses=documented(CaseNotFound, CaseDeleted))
async def get_case(case_id: str, service: Running) -> Response:
    """A case: what was asked, and the newest whole revision with findings and recommendation."""
    scope, now = service.scope(Purpose.REVIEW), service.now()
    view = await service.database.read(read_view, scope, case_id, service.desk.regulations)
    body = await asyncio.to_thread(lambda: show_case(view, now).model_dump_json())
    return Response(body, media_type="application/json")


@router.get(
    "/{case_id}/events",
    response_class=StreamingResponse,
    responses={
        200: {"description": "Server-sent events, one for each event of the log", "content": {"text/event-stream": {}}},
        204: {"description": "Nothing more comes; do not connect again"},
        **documented(CaseNotFound, CaseDeleted, CaseRejected),
    },
)
async def watch_case(
    case_id: str,
    service: Running,
    last_event_id: Annotated[int, Header(alias="Last-Event-ID", ge=0, le=2**31)] = 0,
) -> Response:
    """The case's stored events as they come, until the recommendation. ``Last-Event-ID`` goes on after that event.

    Any number may watch; to stop watching changes nothing.
    """
    scope = service.scope(Purpose.REVIEW)
    watched = await service.database.read(watched_after, scope, case_id, last_event_id)
    if watched.over and not watched.events:
        return Response(status_code=204)

    async def frames():
        """What was read just now comes first: the wait for the first event is one look into the store."""
        if watched.events:
            yield _told(watched.events)
        if not watched.over:
            seen = watched.events[-1].link.sequence if watched.events else last_event_id
            async for events in follow(service, scope, case_id, seen):
                yield _told(events) or KEEP_ALIVE

    return stream(frames(), case_id)


def _told(events: Iterable[StoredEvent]) -> str:
    """Events as frames, in one piece."""
    return "".join(frame(event.link.type.value, event_data(event), event.link.sequence) for event in events)


@router.get("/{case_id}/audit", response_model=AuditAnswer, responses=documented(CaseNotFound))
async def audit_case(case_id: str, service: Running) -> AuditAnswer:
    """Everything that happened to the case, link by link, whether the record is whole, and which versions took part.

    Of a case whose record was deleted, the links and what the deletion says are left.
    """
    history = await service.database.read(read_history, service.scope(Purpose.AUDIT), case_id)
    return show_history(case_id, history)


@router.get(
    "/{case_id}/documents/{document_id}",
    response_model=answers.DocumentText,
    responses=documented(CaseNotFound, CaseDeleted, UnknownDocument),
)
async def get_document(case_id: str, document_id: str, service: Running) -> answers.DocumentText:
    """A document with its stored text."""
    document = await service.database.read(read_document, service.scope(Purpose.REVIEW), case_id, document_id)
    return answers.DocumentText.model_validate(document.model_dump())


@router.post(
    "/{case_id}/documents",
    status_code=202,
    response_model=answers.RevisionAccepted,
    responses=documented(*BODY_ERRORS, NotTheirs, CaseNotFound, CaseDeleted, InvalidTransition, StoreFull),
    openapi_extra=schema_of_body("DocumentsRequest"),
)
async def add_documents(case_id: str, request: Request, service: Running, person: SignedIn) -> answers.RevisionAccepted:
    """Adds text documents and reviews the case again with them. A review that is under way is finished first."""
    scope = service.scope(Purpose.INTAKE, person)
    await service.database.read(get_row, scope, case_id)
    wanted = await read_body(request, parser_of(answers.DocumentsRequest, service.now().date()))
    number, ids = await service.intake.add_documents(scope, case_id, wanted.documents)
    return await _accepted(service, case_id, number, documents=ids)


@router.post(
    "/{case_id}/revisions",
    status_code=202,
    response_model=answers.RevisionAccepted,
    responses=documented(NotTheirs, CaseNotFound, CaseDeleted, ReviewUnfinished, InvalidTransition, StoreFull),
)
async def start_revision(case_id: str, service: Running, person: SignedIn) -> answers.RevisionAccepted:
    """Reviews a recommended case again, wholly, on the newest inputs and the rule book in force."""
    number = await service.intake.review_again(service.scope(Purpose.REVIEW, person), case_id)
    return await _accepted(service, case_id, number)


async def _accepted(service: Running, case_id: str, number: int, **more: Any) -> answers.RevisionAccepted:
    case = await service.database.read(get_row, service.scope(Purpose.REVIEW), case_id)
    return answers.RevisionAccepted(
        case_id=case_id, revision=number, status=CaseStatus(case.status), links=links_of(case_id), **more
    )


@router.post(
    "/{case_id}/agents/{name}",
    response_model=answers.AgentAnswer,
    responses=documented(
        NotTheirs,
        CaseNotFound,
        CaseDeleted,
        ReviewUnfinished,
        InvalidTransition,
        CaseRejected,
        ServiceStopping,
        StoreFull,
    ),
)
async def run_agent(case_id: str, name: AgentName, service: Running, person: SignedIn) -> Response:
    """Runs one agent again on the newest inputs, and with it what depends on it: the next revision.

    The other agents' findings are taken over, if the same rules, model and code made them and none of them failed.
    """
    scope = service.scope(Purpose.REVIEW, person)
    number = await service.intake.review_again(scope, case_id, name)
    finished = await service.intake.finished(scope, case_id, number)
    answer = answers.AgentAnswer(
        case_id=case_id,
        revision=number,
        agent=name,
        findings=getattr(finished.revision, name.value),
        recommendation=finished.revision.recommendation.outcome,
        links=links_of(case_id),
    )
    return Response(answer.model_dump_json(), media_type="application/json")
