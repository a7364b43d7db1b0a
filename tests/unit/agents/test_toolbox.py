"""The toolbox keeps connections, records each run in its own ledger, and closes those that failed or grew old."""

import socket
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import uvicorn
from mcp.server import Server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INTERNAL_ERROR,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    Tool,
)

from agents.toolbox import KEPT_SECONDS, Toolbox
from mcp_clients.cache import AnswerCache
from mcp_clients.judging import as_result
from mcp_clients.ledger import Ledger
from mcp_clients.patience import Patience

NPI = "1234567893"


class Counted:
    """A lookup server that counts how often its tools were listed; while it ``refuses``, it fails every call."""

    def __init__(self) -> None:
        self.listed = 0
        self.refuses = False

    def server(self) -> Server[Any]:
        async def list_tools(_: object, __: PaginatedRequestParams | None) -> ListToolsResult:
            self.listed += 1
            schema = {"type": "object", "properties": {"npi": {"type": "string"}}}
            return ListToolsResult(tools=[Tool(name="npi_validate", input_schema=schema)])

        async def call_tool(_: object, __: CallToolRequestParams) -> CallToolResult:
            if self.refuses:
                raise MCPError(INTERNAL_ERROR, "no")
            return as_result({"outcome": "not_in_snapshot", "detail": "", "data_version": "1", "npi": NPI})

        return Server("npi", on_list_tools=list_tools, on_call_tool=call_tool)


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture
async def toolbox(counted: Counted) -> AsyncIterator[Toolbox]:
    box = Toolbox({"npi": counted.server()}, call_timeout=5)
    yield box
    await box.close()


async def call(toolbox: Toolbox) -> Ledger:
    ledger = Ledger()
    async with toolbox.lent(["npi"], ledger) as (tool,):
        await tool.call_tool("npi_validate", npi=NPI)
    return ledger


async def test_a_connection_in_this_process_is_lent_again_and_records_in_the_ledger_of_each_run(
    toolbox: Toolbox, counted: Counted
) -> None:
    first, second = await call(toolbox), await call(toolbox)

    assert counted.listed == 1
    assert [len(ledger.calls) for ledger in (first, second)] == [1, 1]


async def test_two_runs_at_once_never_share_a_connection(toolbox: Toolbox, counted: Counted) -> None:
    async with toolbox.lent(["npi"], Ledger()) as (one,), toolbox.lent(["npi"], Ledger()) as (other,):
        assert one is not other

    assert counted.listed == 2


async def test_what_a_failed_run_had_lent_is_not_lent_again(toolbox: Toolbox, counted: Counted) -> None:
    with pytest.raises(ZeroDivisionError):
        async with toolbox.lent(["npi"], Ledger()) as (tool,):
            raise ZeroDivisionError

    assert not tool.is_connected
    await call(toolbox)
    assert counted.listed == 2


async def test_a_lookup_without_a_server_is_lent_and_answers_that_it_was_not_asked() -> None:
    toolbox = Toolbox({}, call_timeout=5)

    ledger = await call(toolbox)

    assert ledger.calls == ()
    assert [item.reason for item in ledger.withheld] == ["No server is configured for this lookup."]


class Served:
    """A lookup server at an address of its own, until it is stopped; the next one may have the same address."""

    def __init__(self, counted: Counted, port: int = 0) -> None:
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/mcp"
        app = counted.server().streamable_http_app(json_response=True, stateless_http=True)
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()


@pytest.fixture
def served(counted: Counted) -> Iterator[Served]:
    server = Served(counted)
    yield server
    server.stop()


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def lend(toolbox: Toolbox, ledger: Ledger) -> Any:
    """The tool that a run was lent, after one call."""
    async with toolbox.lent(["npi"], ledger) as (tool,):
        await tool.call_tool("npi_validate", npi=NPI)
    return tool


async def test_a_connection_to_an_address_is_lent_again_for_some_minutes(served: Served) -> None:
    clock, ledger = Clock(), Ledger()
    toolbox = Toolbox({"npi": served.url}, 5, AnswerCache(max_entries=0), clock=clock)
    first, second = await lend(toolbox, ledger), await lend(toolbox, ledger)
    clock.seconds = KEPT_SECONDS
    third = await lend(toolbox, ledger)
    await toolbox.close()
    assert first is second
    assert first is not third
    assert not first.is_connected
    assert [call.outcome.failed for call in ledger.calls] == [False] * 3


async def test_a_server_that_was_replaced_answers_as_if_nothing_had_been(counted: Counted) -> None:
    server, ledger = Served(counted), Ledger()
    toolbox = Toolbox({"npi": server.url}, 5, AnswerCache(max_entries=0), patience=Patience(3, 0.01))
    await lend(toolbox, ledger)
    server.stop()
    server = Served(counted, server.port)
    try:
        await lend(toolbox, ledger)
    finally:
        await toolbox.close()
        server.stop()
    assert not ledger.calls[-1].outcome.failed


async def test_a_connection_over_which_a_call_had_no_answer_is_not_lent_again(counted: Counted, served: Served) -> None:
    toolbox = Toolbox({"npi": served.url}, 5, AnswerCache(max_entries=0), patience=Patience(1))
    ledger = Ledger()
    counted.refuses = True
    first = await lend(toolbox, ledger)
    counted.refuses = False
    second = await lend(toolbox, ledger)
    await toolbox.close()
    assert first is not second
    assert [call.outcome.failed for call in ledger.calls] == [True, False]
