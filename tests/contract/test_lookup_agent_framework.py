"""Calls that the agent framework makes through our clients are recorded like any other, failures included."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from agent_framework import Content, MCPStreamableHTTPTool

from mcp_clients import npi
from mcp_clients.ledger import Answered, Ledger
from mcp_clients.session import open_lookups
from mcp_clients.transport import Endpoint
from mcp_servers.npi.server import npi_server
from priorauth.ledger import LookupOutcome


async def _call_through_framework(endpoints: Mapping[str, Endpoint], ledger: Ledger, times: int = 1) -> list[Any]:
    async with open_lookups(endpoints, ["npi"], ledger, timeout_seconds=2) as clients:
        tool = MCPStreamableHTTPTool("npi", mcp_client=clients["npi"], load_prompts=False)
        async with tool:
            results = [await tool.call_tool("npi_lookup", npi="2000001372") for _ in range(times)]
    return [json.loads(_text(result)) for result in results]


def _text(result: str | list[Content]) -> str:
    return result if isinstance(result, str) else "".join(part.text or "" for part in result)


async def test_an_answer_reaches_the_model_structured_and_the_ledger_typed() -> None:
    ledger = Ledger()
    (answer,) = await _call_through_framework({"npi": npi_server()}, ledger)
    assert answer["outcome"] == "answered"
    assert answer["found"]["synthetic"] is True
    found = ledger.find(npi.npi_lookup("2000001372"))
    assert isinstance(found, Answered)
    assert found.call.id == "npi-1"


@pytest.mark.parametrize(
    ("endpoints", "tried"), [({}, 0), ({"npi": "http://127.0.0.1:9/mcp"}, 4)], ids=["no server", "unreachable"]
)
async def test_an_outage_is_an_answer_to_the_model_every_time_and_never_disables_the_tool(
    endpoints: dict[str, Endpoint], tried: int
) -> None:
    """With the vain attempt to connect, four calls open the circuit; the others are not made and not listed."""
    ledger = Ledger()
    answers = await _call_through_framework(endpoints, ledger, times=5)
    assert [answer["outcome"] for answer in answers] == ["unavailable"] * 5
    assert [call.outcome for call in ledger.calls] == [LookupOutcome.UNAVAILABLE] * tried
    assert len(ledger.withheld) == (5 if not tried else 4)
