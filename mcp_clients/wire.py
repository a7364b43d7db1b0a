"""The HTTP below a lookup's connection: what it says becomes a protocol error that keeps its kind.

The protocol's transport reads an HTTP error as one and the same protocol error, and a broken connection takes every
call along that shares it. Here each call's failure stays its own, with its kind and the pause that the server asks for.
"""

import datetime as dt
import json
import re
from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2

from mcp_clients.failures import KIND_BY_STATUS, NO_ANSWER, FailureKind, Told

LONGEST_ANSWER_BYTES = 2 * 1024 * 1024
"""A longer answer is none: it is not read to its end, and never parsed."""
_JSON, _STREAM = "application/json", "text/event-stream"
_SESSION = "mcp-session-id"


class TellingClient(httpx2.AsyncClient):
    """An HTTP client whose failed calls come as answers: JSON-RPC errors with :data:`NO_ANSWER` and a :class:`Told`."""

    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """The server's answer to a call, whole and of bounded length; other requests pass as they are."""
        if request.method != "POST":
            return await super().send(request, **options)
        try:
            return await _answer(await super().send(request, **options))
        except httpx2.TimeoutException:
            return _tell(request, Told(kind=FailureKind.TIMED_OUT))
        except httpx2.TransportError:
            return _tell(request, Told(kind=FailureKind.NOT_REACHED))


async def _answer(response: httpx2.Response) -> httpx2.Response:
    kind = FailureKind.NOT_REACHED if _is_session_gone(response) else KIND_BY_STATUS.get(response.status_code)
    content_type = response.headers.get("content-type", "").lower()
    if kind is not None:
        await response.aclose()
        return _tell(response.request, Told(kind=kind, retry_after=pause_of(response.headers.get("retry-after"))))
    if response.next_request is not None:
        return response
    if content_type.startswith(_JSON):
        return await _whole(response)
    if content_type.startswith(_STREAM) and isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream)
    elif response.status_code == 200:
        await response.aclose()
        return _tell(response.request, Told(kind=FailureKind.MALFORMED))
    return response


def _is_session_gone(response: httpx2.Response) -> bool:
    """The server ended the session, or was replaced: a new connection begins another (MCP, session management)."""
    return response.status_code == 404 and _SESSION in response.request.headers


def pause_of(stated: str | None, now: dt.datetime | None = None) -> float:
    """The seconds of a Retry-After (RFC 9110, 10.2.3), a number or a date after ``now``; 0 for what is neither."""
    if stated is None:
        return 0
    if re.fullmatch(r"[0-9]{1,9}", stated.strip()):
        return float(stated)
    try:
        at = parsedate_to_datetime(stated)
    except ValueError:
        return 0
    return max(0.0, (at.replace(tzinfo=at.tzinfo or dt.UTC) - (now or dt.datetime.now(dt.UTC))).total_seconds())


async def _whole(response: httpx2.Response) -> httpx2.Response:
    """The response with its body read, or MALFORMED where the body is longer than any answer."""
    body = bytearray()
    try:
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > LONGEST_ANSWER_BYTES:
                return _tell(response.request, Told(kind=FailureKind.MALFORMED))
    finally:
        await response.aclose()
    headers = [(name, value) for name, value in response.headers.items() if name.lower() not in _OF_THE_BODY]
    return httpx2.Response(response.status_code, headers=headers, content=bytes(body), request=response.request)


class _Bounded(httpx2.AsyncByteStream):
    """A stream of events that is cut at the longest answer; the event that it is cut in is ended, and is nonsense."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = LONGEST_ANSWER_BYTES
        async for piece in self._stream:
            yield piece[:left]
            left -= len(piece)
            if left < 0:
                yield b"\n\n"
                return

    async def aclose(self) -> None:
        await self._stream.aclose()


_OF_THE_BODY = {"content-encoding", "content-length", "transfer-encoding"}


def _tell(request: httpx2.Request, told: Told) -> httpx2.Response:
    error = {"code": NO_ANSWER, "message": "no answer", "data": told.model_dump(mode="json")}
    body = json.dumps({"jsonrpc": "2.0", "id": None, "error": error})
    return httpx2.Response(502, headers={"content-type": _JSON}, content=body.encode(), request=request)
