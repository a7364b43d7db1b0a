"""The toolbox keeps connections in this process, records each run in its own ledger, and closes a failed run's."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from mcp.server import Server
from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams, Tool

from agents.toolbox import Toolbox
from mcp_clients.judging import as_result
from mcp_clients.ledger import Ledger

NPI = "1234567893"


class Counted:
    """A lookup server in this process that counts how often its tools were listed."""

    def __init__(self) -> None:
        self.listed = 0

    def server(self) -> Server[Any]:
        async def list_tools(_: object, __: PaginatedRequestParams | None) -> ListToolsResult:
            self.listed += 1
            schema = {"type": "object", "properties": {"npi": {"type": "string"}}}
            return ListToolsResult(tools=[Tool(name="npi_validate", input_schema=schema)])

        async def call_tool(_: object, __: CallToolRequestParams) -> CallToolResult:
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
