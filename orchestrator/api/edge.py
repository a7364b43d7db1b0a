"""What surrounds every request: who may ask, how much may be sent, what every answer carries, and the last resort."""

import logging
import secrets
import time
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from orchestrator.api.problems import problem_response, respond
from orchestrator.binding import is_loopback, notice
from orchestrator.documents.rendering.style_sheet import STYLE_SOURCE
from orchestrator.failures import BodyTooLarge
from orchestrator.settings import Settings
from priorauth.errors import NotPermitted
from telemetry.logs import fault_fields, fields

_log = logging.getLogger(__name__)


def content_security_policy(inline_scripts: Iterable[str] = ()) -> str:
    """What a page may load: the service's own files, and the inline scripts with these hashes.

    It may show the service's own documents in a frame, with the one style sheet that they hold.
    """
    scripts = " ".join(("'self'", *inline_scripts))
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' {STYLE_SOURCE}; img-src 'self'; "
        "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


DOCUMENT_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src {STYLE_SOURCE}; object-src 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
"""Of a document to read: it runs no script and loads nothing, and a page of the service may show it in a frame."""


_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": content_security_policy(),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Edge:
    """The outermost layer: headers, one log line for each request, and a plain 500 for what nobody foresaw."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = {**_HEADERS, **({"X-PriorAuth-Notice": "unauthenticated"} if notice(settings) else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        request_id, started, status = secrets.token_hex(8), time.perf_counter(), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers["X-Request-Id"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except Exception as error:  # noqa: BLE001 - the HTTP edge: no fault's own words reach a client or the log
            _log.error("request.fault", extra=fault_fields(error, request_id=request_id))
            if not status:
                sentence = f"The service could not answer. The log has the fault under request {request_id}."
                response = respond(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", sentence)
                await response(scope, receive, answer)
        _log.info("request", extra=fields(request_id=request_id, **_told(scope), status=status, ms=_ms(started)))
        return None


def _told(scope: Scope) -> dict[str, str]:
    """The method and the route's pattern: an address as sent may hold anything."""
    route = scope.get("route")
    return {"method": scope["method"], "route": str(getattr(route, "path", "none"))}


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


class Door:
    """Until sign-in exists: only this machine, and no page of another site, gets in.

    A request is refused that arrives on an address or names a host that is not loopback (another site's name may point
    here), or that a page of another origin sends.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or refuses it."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            await problem_response(NotPermitted(refusal))(scope, receive, send)

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return "A page of another site may not use this service."
        if self._settings.allow_unauthenticated:
            return None
        server = scope.get("server")
        hosts = (urlsplit(f"//{host}").hostname or "", server[0] if server else "localhost")
        if not all(is_loopback(name) for name in hosts):
            return "Sign-in does not exist yet, so this service answers this machine only, as 127.0.0.1 or localhost."
        return None


class BodyLimit:
    """Refuses a body over the limit: by its declared length before a byte is read, else when the limit is passed."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._limit = settings.max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, counting."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared) > self._limit:
            return await problem_response(BodyTooLarge(self._limit))(scope, receive, send)
        count = 0

        async def counted() -> Message:
            nonlocal count
            message = await receive()
            count += len(message.get("body", b""))
            if count > self._limit:
                raise BodyTooLarge(self._limit)
            return message

        return await self._app(scope, counted, send)
