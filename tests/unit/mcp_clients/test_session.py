"""Every call is recorded: answers, failures of each kind, cache hits, cancellations."""

import asyncio
import json
import logging
import socket
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from mcp.server.mcpserver import MCPServer
from mcp.shared.exceptions import MCPError
from mcp_types import INTERNAL_ERROR, INVALID_PARAMS, CallToolRequestParams, CallToolResult

from mcp_clients import npi, session
from mcp_clients.cache import AnswerCache
from mcp_clients.ledger import Answered, Failed, Ledger, NotAsked
from mcp_clients.patience import Patience
from mcp_clients.session import open_lookups
from mcp_clients.transport import label_of
from priorauth.canonical import digest
from priorauth.ledger import LookupOutcome

QUESTION = npi.npi_lookup("2000001372")


async def test_a_success_is_recorded_whole(
    open_npi: Any, says: Any, the_answer: dict[str, Any], ledger: Ledger
) -> None:
    async with open_npi(says(the_answer)) as client:
        answered = await client.ask(QUESTION)
    assert isinstance(answered, Answered)
    call = answered.call
    assert (call.id, call.lookup, call.tool, call.server) == ("npi-1", "npi", "npi_lookup", "in-process:fake")
    assert call.arguments_digest == digest({"npi": "2000001372"})
    assert (call.data_version, call.outcome, call.cached) == ("fake 1", LookupOutcome.ANSWERED, False)
    assert call.identifiers == ("2000001372",)
    assert call.started_at.tzinfo is not None
    assert ledger.calls == (call,)


async def test_an_answer_in_text_only_is_read(open_npi: Any, says: Any, the_answer: dict[str, Any]) -> None:
    async with open_npi(says(text=json.dumps(the_answer))) as client:
        assert isinstance(await client.ask(QUESTION), Answered)


async def test_unknown_fields_of_a_richer_server_are_kept_for_the_model_and_ignored_by_us(
    open_npi: Any, says: Any, the_answer: dict[str, Any]
) -> None:
    the_answer["found"]["phone"] = "000"
    async with open_npi(says(the_answer)) as client:
        result = await client.call_tool("npi_lookup", {"npi": "2000001372"})
        assert isinstance(client.recorder.ledger.find(QUESTION), Answered)
    assert result.structured_content["found"]["phone"] == "000"


@pytest.mark.parametrize(
    "structured",
    [
        {"outcome": "answered", "data_version": "1", "detail": ""},
        {"outcome": "answered", "found": {"npi": "2000001372"}},
        {"outcome": "perhaps"},
        {"result": "fine"},
        {},
    ],
)
async def test_an_answer_of_another_form_is_malformed(open_npi: Any, says: Any, structured: Any) -> None:
    async with open_npi(says(structured)) as client:
        failed = await client.ask(QUESTION)
        result = await client.call_tool("npi_lookup", {"npi": "2000001372"})
    assert isinstance(failed, Failed)
    assert failed.call.outcome is LookupOutcome.MALFORMED
    assert result.structured_content["outcome"] == "malformed"


@pytest.mark.parametrize("text", [None, "not JSON", "[1, 2]", '"words"'])
async def test_an_answer_without_structure_is_malformed(open_npi: Any, says: Any, text: str | None) -> None:
    async with open_npi(says(text=text)) as client:
        failed = await client.ask(QUESTION)
    assert isinstance(failed, Failed)
    assert failed.call.outcome is LookupOutcome.MALFORMED


async def test_a_tool_error_is_refused_and_its_words_are_not_passed_on(open_npi: Any, says: Any) -> None:
    async with open_npi(says(text="cannot find Jane Example", is_error=True)) as client:
        result = await client.call_tool("npi_lookup", {"npi": "2000001372"})
    assert not result.is_error
    assert result.structured_content["outcome"] == "refused"
    assert "Jane" not in json.dumps(result.structured_content)


async def test_a_typed_failure_of_the_server_keeps_its_outcome_and_sentence(open_npi: Any, says: Any) -> None:
    async with open_npi(says({"outcome": "unavailable", "detail": "The registry is closed."})) as client:
        failed = await client.ask(QUESTION)
    assert isinstance(failed, Failed)
    assert (failed.call.outcome, failed.call.detail) == (LookupOutcome.UNAVAILABLE, "The registry is closed.")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (MCPError(INVALID_PARAMS, "no Jane Example"), LookupOutcome.REFUSED),
        (MCPError(INTERNAL_ERROR, "no Jane Example"), LookupOutcome.UNAVAILABLE),
        (RuntimeError("no Jane Example"), LookupOutcome.UNAVAILABLE),
    ],
)
async def test_a_protocol_error_is_a_typed_failure(
    open_npi: Any, serve: Any, error: Exception, outcome: LookupOutcome
) -> None:
    async def handler(_: CallToolRequestParams) -> CallToolResult:
        raise error

    async with open_npi(serve(handler)) as client:
        failed = await client.ask(QUESTION)
    assert isinstance(failed, Failed)
    assert failed.call.outcome is outcome
    assert "Jane" not in failed.call.detail


async def test_a_server_that_hangs_is_unavailable_after_the_limit(open_npi: Any, serve: Any) -> None:
    async def handler(_: CallToolRequestParams) -> CallToolResult:
        await asyncio.sleep(60)
        raise AssertionError("never reached")

    async with open_npi(serve(handler), timeout_seconds=0.05) as client:
        failed = await client.ask(QUESTION)
    assert isinstance(failed, Failed)
    assert failed.call.outcome is LookupOutcome.UNAVAILABLE
    assert "within 0.05 s" in failed.call.detail
    assert failed.call.duration_ms >= 50


async def test_cancellation_is_recorded_and_raised(open_npi: Any, serve: Any, ledger: Ledger) -> None:
    started = asyncio.Event()

    async def handler(_: CallToolRequestParams) -> CallToolResult:
        started.set()
        await asyncio.sleep(60)
        raise AssertionError("never reached")

    async with open_npi(serve(handler)) as client:
        task = asyncio.create_task(client.ask(QUESTION))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert ledger.calls[0].outcome is LookupOutcome.UNAVAILABLE
    assert "cancelled" in ledger.calls[0].detail


async def test_a_lookup_without_a_server_says_so_lists_its_tools_and_is_no_source_that_was_asked(
    open_npi: Any, ledger: Ledger
) -> None:
    async with open_npi(None) as client:
        result = await client.call_tool("npi_lookup", {"npi": "2000001372"})
        tools = (await client.list_tools()).tools
    assert ledger.find(QUESTION) == NotAsked("No server is configured for this lookup.")
    assert ledger.calls == ()
    assert result.structured_content["outcome"] == "unavailable"
    assert [tool.name for tool in tools] == ["npi_validate", "npi_lookup", "npi_search"]
    assert list(tools[1].input_schema["properties"]) == ["npi"]


async def test_an_address_where_nobody_listens_is_unavailable_and_shows_no_credentials(open_npi: Any) -> None:
    async with open_npi("http://someone:secret@127.0.0.1:9/mcp?key=secret") as client:
        failed = await client.ask(QUESTION)
    assert isinstance(failed, Failed)
    assert failed.call.outcome is LookupOutcome.UNAVAILABLE
    assert failed.call.server == "http://127.0.0.1:9/mcp"
    assert "secret" not in failed.call.model_dump_json()


async def test_an_address_that_accepts_and_never_answers_is_given_up(open_npi: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        async with open_npi(f"http://127.0.0.1:{silent.getsockname()[1]}/mcp", timeout_seconds=0.2) as client:
            failed = await client.ask(QUESTION)
    assert isinstance(failed, Failed)
    assert failed.call.outcome is LookupOutcome.UNAVAILABLE


@pytest.mark.parametrize("address", ["nonsense", "http://127.0.0.1:notaport/mcp", "ftp://127.0.0.1/mcp", ""])
async def test_an_address_that_is_none_is_unavailable(open_npi: Any, address: str) -> None:
    async with open_npi(address) as client:
        failed = await client.ask(QUESTION)
    assert isinstance(failed, Failed)
    assert failed.call.outcome is LookupOutcome.UNAVAILABLE


async def test_one_outage_leaves_the_other_lookups_alone(says: Any, the_answer: dict[str, Any], ledger: Ledger) -> None:
    endpoints = {"npi": says(the_answer), "icd10": "http://127.0.0.1:9/mcp"}
    once = Patience(tries=1)
    async with open_lookups(endpoints, ["icd10", "npi", "pubmed"], ledger, patience=once) as clients:
        await clients["icd10"].call_tool("validate_code", {"code": "J44.1"})
        await clients["npi"].ask(QUESTION)
        await clients["pubmed"].call_tool("search_articles", {"query": "oxygen"})
    assert [(call.id, call.outcome.value) for call in ledger.calls] == [
        ("icd10-1", "unavailable"),
        ("npi-1", "answered"),
    ]
    assert [item.lookup for item in ledger.withheld] == ["pubmed"]


async def test_calls_made_together_keep_the_order_in_which_they_began(
    open_npi: Any, serve: Any, the_answer: dict[str, Any], ledger: Ledger
) -> None:
    async def handler(params: CallToolRequestParams) -> CallToolResult:
        await asyncio.sleep(0.03 if params.arguments == {"npi": "2000001372"} else 0)
        return CallToolResult(content=[], structured_content=the_answer)

    async with open_npi(serve(handler)) as client:
        numbers = ["2000001372", "2000002743", "2000004111"]
        await asyncio.gather(*(client.ask(npi.npi_lookup(number)) for number in numbers))
    assert [call.id for call in ledger.calls] == ["npi-1", "npi-2", "npi-3"]
    assert [call.arguments_digest for call in ledger.calls] == [digest({"npi": number}) for number in numbers]


async def test_a_cache_hit_is_recorded_as_one_with_the_data_version_of_its_answer(
    open_npi: Any, says: Any, the_answer: dict[str, Any], ledger: Ledger
) -> None:
    server, cache = says(the_answer), AnswerCache()
    async with open_npi(server, cache=cache) as client:
        await client.ask(QUESTION)
        await client.ask(QUESTION)
    assert [(call.id, call.cached) for call in ledger.calls] == [("npi-1", False), ("npi-2", True)]
    assert ledger.calls[1].data_version == "fake 1"
    assert ledger.calls[1].identifiers == ("2000001372",)


async def test_a_failure_is_never_cached(open_npi: Any, says: Any, ledger: Ledger) -> None:
    async with open_npi(says({"outcome": "unavailable"}), cache=AnswerCache()) as client:
        await client.ask(QUESTION)
        await client.ask(QUESTION)
    assert [call.cached for call in ledger.calls] == [False, False]


async def test_another_server_has_its_own_answers(
    open_npi: Any, says: Any, the_answer: dict[str, Any], ledger: Ledger
) -> None:
    cache = AnswerCache()
    async with open_npi(says(the_answer), cache=cache) as client:
        await client.ask(QUESTION)
    async with open_npi(says(the_answer), cache=cache) as client:
        await client.ask(QUESTION)
    assert [call.cached for call in ledger.calls] == [False, False]


async def test_a_tool_that_the_registry_does_not_name_is_refused_and_never_sent(
    open_npi: Any, serve: Any, ledger: Ledger
) -> None:
    async def handler(_: CallToolRequestParams) -> CallToolResult:
        raise AssertionError("never sent")

    async with open_npi(serve(handler)) as client:
        result = await client.call_tool("send_mail", {"to": "someone"})
    assert result.structured_content["outcome"] == "refused"
    assert ledger.calls == ()


async def test_arguments_that_are_not_json_are_refused(open_npi: Any, says: Any, the_answer: dict[str, Any]) -> None:
    async with open_npi(says(the_answer)) as client:
        result = await client.call_tool("npi_lookup", {"npi": float("nan")})
        assert isinstance(client.recorder.ledger.find(QUESTION), NotAsked)
    assert result.structured_content["outcome"] == "refused"


@pytest.fixture
def root_logging() -> Iterator[None]:
    """The protocol's high-level server adds a handler to the root logger when it is built."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("root_logging")
async def test_a_high_level_server_serves_as_well(open_npi: Any) -> None:
    server = MCPServer("theirs")

    @server.tool()
    def npi_validate(npi: str) -> dict[str, Any]:
        return {"npi": npi, "is_valid": True, "message": "ok"}

    async with open_npi(server) as client:
        answered = await client.ask(npi.npi_validate("2000001372"))
    assert isinstance(answered, Answered)
    assert answered.value.found is not None
    assert answered.value.found.valid


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("https://user:pass@lookups.example:8443/npi/mcp?token=x#y", "https://lookups.example:8443/npi/mcp"),
        ("http://[::1]:9001/mcp", "http://[::1]:9001/mcp"),
        ("http://host:port/mcp", "an address that is not a URL"),
    ],
)
def test_the_label_of_an_address_holds_no_secret(address: str, label: str) -> None:
    assert label_of(address) == label


async def test_a_connection_that_does_not_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "CLOSING_SECONDS", 0.05)
    left = asyncio.Event()

    class Clinging:
        async def __aenter__(self) -> None:
            return None

        async def __aexit__(self, *_: object) -> None:
            try:
                await asyncio.sleep(60)
            finally:
                left.set()

    async with asyncio.timeout(5), AsyncExitStack() as stack:
        await session._keep_open(Clinging(), stack)  # pyright: ignore[reportPrivateUsage, reportArgumentType]
    assert left.is_set()
