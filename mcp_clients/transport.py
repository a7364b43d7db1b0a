"""Where a lookup's server is, and how one at an address is reached."""

import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import httpx2
from mcp.client import Transport
from mcp.client.streamable_http import streamable_http_client
from mcp.server import Server
from mcp.server.mcpserver import MCPServer

from mcp_clients.wire import LONGEST_ANSWER_BYTES, TellingClient

Endpoint = Server[Any] | MCPServer | str
"""A server in this process, or the address of one over streamable HTTP."""
_LIMITS = httpx2.Limits(keepalive_expiry=2.0)
"""A socket that was idle for longer is opened anew, before a server that hangs up on idle ones does so on a call."""


def label_of(endpoint: Endpoint | None) -> str:
    """How the ledger names a server: ``in-process:<name>``, or its address without credentials and query."""
    if endpoint is None:
        return "none"
    if not isinstance(endpoint, str):
        return f"in-process:{endpoint.name}"
    try:
        return _bare(urlsplit(endpoint), with_query=False)
    except ValueError:
        return "an address that is not a URL"


def reached(endpoint: Endpoint, timeout_seconds: float) -> Server[Any] | MCPServer | Transport:
    """What an ``mcp.Client`` connects to."""
    return _over_http(endpoint, timeout_seconds) if isinstance(endpoint, str) else endpoint


@asynccontextmanager
async def _over_http(address: str, timeout_seconds: float) -> AsyncGenerator[Any]:
    """Streams over streamable HTTP. Credentials of the address go into a header, so that no log line shows them."""
    parts = urlsplit(address)
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    async with (
        TellingClient(verify=_trusted(), auth=auth, timeout=timeout_seconds, limits=_LIMITS) as http,
        streamable_http_client(
            _bare(parts, with_query=True), http_client=http, max_sse_event_size=2 * LONGEST_ANSWER_BYTES
        ) as streams,
    ):
        yield streams


@cache
def _trusted() -> ssl.SSLContext:
    """The trusted certificates, read once a process: reading them takes 50 ms, more than all calls of a case."""
    return ssl.create_default_context()


def _bare(parts: SplitResult, *, with_query: bool) -> str:
    """The address without credentials. Raises ValueError for a port that is none."""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    port = "" if parts.port is None else f":{parts.port}"
    query = f"?{parts.query}" if with_query and parts.query else ""
    return f"{parts.scheme}://{host}{port}{parts.path}{query}"
