"""The small API that clients of other services speak. It calls the same core and adds no behavior."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from orchestrator.api.bodies import read_body, schema_of_body
from orchestrator.api.compatible import models
from orchestrator.api.compatible.answer import show_item, show_review
from orchestrator.api.compatible.progress import NOTHING
from orchestrator.api.compatible.request import assumptions, read_request, to_submission
from orchestrator.api.problems import BODY_ERRORS, documented
from orchestrator.api.streams import KEEP_ALIVE, follow, frame, stream
from orchestrator.failures import (
    CaseDeleted,
    QueueFull,
    ReviewUnfinished,
    ServiceStopping,
    StoreFull,
    StoreUnreachable,
)
from orchestrator.scope import Purpose
from orchestrator.service import Running
from orchestrator.store.queue import read_reviewed
from orchestrator.store.revisions import FinishedRevision, read_revision
from priorauth.errors import CaseNotFound, CaseRejected

router = APIRouter(prefix="/api", tags=["compatible"])

FIRST = 1


async def _accept(request: Request, service: Running) -> str:
    """Stores the request as a case, and gives its id."""
    received_on = service.now().date()
    submission = await read_body(request, lambda body: to_submission(read_request(body, received_on), service.settings))
    receipt = await service.intake.accept(
        service.scope(Purpose.INTAKE), submission, assumptions=assumptions(service.settings)
    )
    return receipt.case_id


@router.post(
    "/review",
    response_model=models.ReviewAnswer,
    responses=documented(*BODY_ERRORS, QueueFull, ServiceStopping, StoreUnreachable, StoreFull),
    openapi_extra=schema_of_body("ReviewRequest"),
)
async def review(request: Request, service: Running) -> Response:
    """Reviews a request and waits for the recommendation. The case is stored first, and is reviewed even if the
    client goes away; the answer is then at ``/api/review/{request_id}``.
    """
    case_id = await _accept(request, service)
    finished = await service.intake.finished(service.scope(Purpose.REVIEW), case_id, FIRST)
    return await _answer(finished, service)


async def _answer(finished: FinishedRevision, service: Running) -> Response:
    body = await asyncio.to_thread(lambda: show_review(finished, service.sign).model_dump_json())
    return Response(body, media_type="application/json")


@router.post(
    "/review/stream",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-sent events: ``progress`` (Progress), then ``result`` (ReviewAnswer) or ``error``",
            "content": {"text/event-stream": {}},
        },
        **documented(*BODY_ERRORS, QueueFull, StoreUnreachable, StoreFull),
    },
    openapi_extra=schema_of_body("ReviewRequest"),
)
async def review_stream(request: Request, service: Running) -> StreamingResponse:
    """Reviews a request and tells its progress. A client that goes away changes nothing: the case is stored."""
    case_id = await _accept(request, service)
    scope = service.scope(Purpose.REVIEW)

    async def frames():
        state = NOTHING
        async for events in follow(service, scope, case_id, 0):
            if not events:
                yield KEEP_ALIVE
            for event in events:
                state, progress = state.after(event)
                if progress:
                    yield frame("progress", progress.model_dump_json())
        finished = await service.intake.finished(scope, case_id, FIRST)
        yield frame("result", await asyncio.to_thread(lambda: show_review(finished, service.sign).model_dump_json()))

    sentence = f"The stream broke off. The case is stored; its review is at /api/review/{case_id}."
    return stream(frames(), case_id, lambda: frame("error", {"detail": sentence}))


@router.get(
    "/review/{request_id}",
    response_model=models.ReviewAnswer,
    responses=documented(CaseNotFound, CaseDeleted, ReviewUnfinished),
)
async def get_review(request_id: str, service: Running) -> Response:
    """The newest whole review of a case."""
    finished = await service.database.read(read_revision, service.scope(Purpose.REVIEW), request_id)
    return await _answer(finished, service)


@router.get("/reviews", response_model=tuple[models.ReviewItem, ...], responses=documented(CaseRejected))
async def list_reviews(
    service: Running, limit: Annotated[int, Query(ge=1, le=1000)] = 500
) -> tuple[models.ReviewItem, ...]:
    """The reviewed cases, the newest first."""
    rows = await service.database.read(read_reviewed, service.scope(Purpose.REVIEW), limit)
    return tuple(item for row in rows if (item := show_item(row)))
