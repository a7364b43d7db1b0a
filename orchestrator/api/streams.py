"""Server-sent events: frames, keep-alive, and following a case's stored log."""

import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from fastapi.responses import StreamingResponse

from orchestrator.bulletin import within
from orchestrator.scope import Scope
from orchestrator.service import Service
from orchestrator.store.events import StoredEvent, watched_after
from telemetry.logs import fault_fields

_log = logging.getLogger(__name__)
KEEP_ALIVE_SECONDS = 1.5
_GATHERING_SECONDS = 0.05
KEEP_ALIVE = ": keep-alive\n\n"


def frame(event: str, data: Mapping[str, Any] | str, sequence: int | None = None) -> str:
    """One server-sent event; its data is one line of JSON."""
    body = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    identifier = f"id: {sequence}\n" if sequence is not None else ""
    return f"{identifier}event: {event}\ndata: {body}\n\n"


async def follow(service: Service, scope: Scope, case_id: str, after: int) -> AsyncIterator[tuple[StoredEvent, ...]]:
    """The case's events after a sequence number, as they are stored, until the case is recommended.

    An empty piece stands for "still waiting", at least every :data:`KEEP_ALIVE_SECONDS`. The store is read again at
    each, so a watcher misses nothing that another process writes. News comes in bursts, so it is gathered for a moment;
    the end is told at once. A long log is read piece by piece, the next when the one before was sent, so that one who
    does not read holds no more than one. Ends early where the service stops.
    """
    with service.bulletin.watching(case_id) as news:
        while True:
            news.any.clear()
            watched = await service.database.read(watched_after, scope, case_id, after)
            if watched.events:
                after = watched.events[-1].link.sequence
                yield watched.events
            if service.bulletin.closed or watched.over:
                return
            if watched.more:
                continue
            if await within(news.any, KEEP_ALIVE_SECONDS):
                await within(news.finished, _GATHERING_SECONDS)
            else:
                yield ()


def stream(frames: AsyncIterator[str], case_id: str, last_words: Callable[[], str] = str) -> StreamingResponse:
    """A stream of frames. A fault ends it with ``last_words``; the case goes on by itself."""

    async def guarded() -> AsyncIterator[str]:
        try:
            async for one in frames:
                yield one
        except Exception as error:  # noqa: BLE001 - the stream's end: the answer has begun, so no problem document
            _log.error("stream.fault", extra=fault_fields(error, case_id=case_id))
            yield last_words()

    return StreamingResponse(
        guarded(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no", "X-Case-Id": case_id}
    )
