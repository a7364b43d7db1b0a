"""A server over streamable HTTP: ``/mcp``, and ``GET /healthz`` beside it, for ``/mcp`` is a stream."""

from typing import Any

from mcp.server import Server
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from telemetry.serving import serve_part

MOST_BYTES = 64 * 1024
"""The largest request that is read."""


def application(server: Server[Any], host: str = "127.0.0.1") -> Starlette:
    """The ASGI application. It keeps no session, so that any replica may answer any request.

    On a loopback ``host`` only local names are accepted in the Host header, against DNS rebinding.
    """

    async def healthz(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "server": server.name, "data_version": server.version})

    return server.streamable_http_app(
        streamable_http_path="/mcp",
        json_response=True,
        stateless_http=True,
        max_request_body_size=MOST_BYTES,
        host=host,
        custom_starlette_routes=[Route("/healthz", healthz, methods=["GET"])],
    )


def serve(server: Server[Any], host: str, port: int, telemetry: str = "") -> None:
    """Serve until the process is told to stop. Requests are not logged. ``telemetry`` names where it goes, with commas.

    Raises :class:`telemetry.exporting.TelemetryUnusable`.
    """
    serve_part(f"lookup-{server.name}", application(server, host), host, port, telemetry)
