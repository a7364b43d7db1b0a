"""A fake lookup server whose answer a test chooses, and clients over it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from mcp.server import Server
from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult, TextContent, Tool

from mcp_clients.cache import AnswerCache
from mcp_clients.ledger import Ledger
from mcp_clients.patience import Patience
from mcp_clients.session import RecordingClient, open_lookups
from mcp_clients.transport import Endpoint

Handler = Callable[[CallToolRequestParams], Awaitable[CallToolResult]]
Serve = Callable[[Handler], Server[Any]]
Opened = AbstractAsyncContextManager[RecordingClient]


def provider(npi: str = "2000001372") -> dict[str, Any]:
    return {
        "npi": npi,
        "enumeration_type": "individual",
        "name": "Odile Marchetti",
        "status": "active",
        "taxonomies": [{"code": "207RP1001X", "description": "pulmonary disease physician", "primary": True}],
    }


def answered(**others: Any) -> dict[str, Any]:
    return {"outcome": "answered", "data_version": "fake 1", "detail": "", "found": provider()} | others


@pytest.fixture
def the_answer() -> dict[str, Any]:
    return answered()


@pytest.fixture
def serve() -> Serve:
    def build(handler: Handler) -> Server[Any]:
        async def list_tools(_: object, __: object) -> ListToolsResult:
            schema = {"type": "object", "properties": {"npi": {"type": "string"}}}
            return ListToolsResult(tools=[Tool(name="npi_lookup", input_schema=schema)])

        async def call_tool(_: object, params: CallToolRequestParams) -> CallToolResult:
            return await handler(params)

        return Server("fake", on_list_tools=list_tools, on_call_tool=call_tool)

    return build


@pytest.fixture
def says(serve: Serve) -> Callable[..., Server[Any]]:
    """A server that always says the same, structured or as text."""

    def build(structured: Any = None, *, text: str | None = None, is_error: bool = False) -> Server[Any]:
        content = [] if text is None else [TextContent(type="text", text=text)]

        async def handler(_: CallToolRequestParams) -> CallToolResult:
            return CallToolResult(content=content, structured_content=structured, is_error=is_error)

        return serve(handler)

    return build


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def open_npi(ledger: Ledger) -> Callable[..., Opened]:
    """The NPI lookup's client over an endpoint, recording into the test's ledger. It tries once, unless told."""

    @asynccontextmanager
    async def opened(
        endpoint: Endpoint | None, *, cache: AnswerCache | None = None, timeout_seconds: float = 5.0, **others: Any
    ) -> Any:
        endpoints: dict[str, Endpoint] = {} if endpoint is None else {"npi": endpoint}
        limits = {"timeout_seconds": timeout_seconds, "patience": Patience(tries=1)} | others
        async with open_lookups(endpoints, ["npi"], ledger, cache, **limits) as clients:
            yield clients["npi"]

    return opened
