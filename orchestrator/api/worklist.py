"""The queue beside its pages: how many cases stand where, which comes next, and that something changed."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from orchestrator.api.answers import Links
from orchestrator.api.problems import documented
from orchestrator.api.showing import links_of
from orchestrator.api.streams import KEEP_ALIVE, KEEP_ALIVE_SECONDS, frame, stream
from orchestrator.bulletin import within
from orchestrator.failures import CaseDeleted
from orchestrator.people import SignedIn
from orchestrator.scope import Purpose
from orchestrator.service import Running
from orchestrator.store.counting import count_queue
from orchestrator.store.next_case import next_case
from orchestrator.store.queue import Filters
from priorauth.case import Priority
from priorauth.errors import CaseNotFound, CaseRejected
from priorauth.findings import Route
from priorauth.lifecycle import CaseStatus
from priorauth.value import Value

router = APIRouter(prefix="/api/cases", tags=["cases"])
_GATHERING_SECONDS = 0.25
_NO_CASE = "queue"
"""What the stream of the queue is called, where that of a case has its id."""


def asked_filters(
    status: CaseStatus | None = None,
    priority: Priority | None = None,
    assignee: Annotated[str | None, Query(max_length=200)] = None,
    route: Route | None = None,
    running: Annotated[bool, Query(description="Only cases whose time runs: no decision told, nothing waited for.")] = (
        False
    ),
    due_before: dt.datetime | None = None,
) -> Filters:
    """What the queue is narrowed to. A time without a zone is UTC."""
    due = due_before.replace(tzinfo=dt.UTC) if due_before and due_before.tzinfo is None else due_before
    return Filters(status=status, priority=priority, assignee=assignee, route=route, running=running, due_before=due)


AskedFilters = Annotated[Filters, Depends(asked_filters)]


class StatusCount(Value):
    """How many cases stand at a status; ``at_least`` where there may be more, which were not counted."""

    status: CaseStatus
    count: int
    at_least: bool


class QueueCounts(Value):
    """Cases by status, within the filters; a status that is asked for narrows ``breached`` and ``due_soon`` only.

    ``breached`` are overdue, ``due_soon`` those whose clock has escalated; both only where the time runs. Nothing is
    counted beyond ten thousand: ``at_least`` says of a number that there may be more.
    """

    total: int
    statuses: tuple[StatusCount, ...]
    breached: int
    due_soon: int
    total_at_least: bool
    breached_at_least: bool
    due_soon_at_least: bool


class NextCase(Value):
    """The next case that waits; both None where nothing does."""

    case_id: str | None
    links: Links | None


@router.get("/counts", response_model=QueueCounts, responses=documented(CaseRejected))
async def count_cases(filters: AskedFilters, service: Running) -> QueueCounts:
    """How many cases stand where, within the same filters as the queue's, and how many are late or soon due."""
    counts = await service.database.read(count_queue, service.scope(Purpose.REVIEW), filters, service.now())
    statuses = tuple(
        StatusCount(status=status, count=found.number, at_least=found.at_least)
        for status in CaseStatus
        if (found := counts.statuses.get(status))
    )
    return QueueCounts(
        total=counts.total.number,
        statuses=statuses,
        breached=counts.breached.number,
        due_soon=counts.due_soon.number,
        total_at_least=counts.total.at_least,
        breached_at_least=counts.breached.at_least,
        due_soon_at_least=counts.due_soon.at_least,
    )


@router.get("/next", response_model=NextCase, responses=documented(CaseNotFound, CaseDeleted, CaseRejected))
async def find_next(
    service: Running, person: SignedIn, after: Annotated[str | None, Query(max_length=64)] = None
) -> NextCase:
    """The next case by due time that waits for the person who asks, or for anybody; after the last comes the first.

    It is never the case that it comes after, and never one that is being reviewed or waits for information. What only
    a medical director is to see is offered to a nurse only where it is assigned to them.
    """
    found = await service.database.read(next_case, service.scope(Purpose.REVIEW, person), after)
    return NextCase(case_id=found, links=links_of(found) if found else None)


@router.get(
    "/changes",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-sent events: ``changed``, without saying which case or how",
            "content": {"text/event-stream": {}},
        },
        **documented(CaseRejected),
    },
)
async def watch_queue(service: Running) -> StreamingResponse:
    """Tells when something happened to any case, so that a queue that is open can be read anew. It says no more.

    Ends where the service stops. Any number may watch.
    """
    return stream(_changes(service), _NO_CASE)


async def _changes(service: Running) -> AsyncIterator[str]:
    """A frame for each burst of news, a comment while there is none."""
    with service.bulletin.watching_queue() as news:
        yield KEEP_ALIVE
        while not service.bulletin.closed:
            if not await within(news, KEEP_ALIVE_SECONDS):
                yield KEEP_ALIVE
                continue
            news.clear()
            yield frame("changed", {})
            await asyncio.sleep(_GATHERING_SECONDS)
