"""What may pass is tried again, each try a call of its own; what would recur is not; a dead server is left alone."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from mcp.shared.exceptions import MCPError
from mcp_types import (
    CONNECTION_CLOSED,
    INTERNAL_ERROR,
    INVALID_PARAMS,
    PARSE_ERROR,
    CallToolRequestParams,
    CallToolResult,
)

from mcp_clients import npi
from mcp_clients.cache import AnswerCache
from mcp_clients.circuit import Circuits
from mcp_clients.failures import NATURES, NO_ANSWER, FailureKind
from mcp_clients.ledger import Answered, Failed, Ledger, NotAsked
from mcp_clients.patience import Patience
from priorauth.ledger import LookupOutcome

QUESTION = npi.npi_lookup("2000001372")
GONE = MCPError(CONNECTION_CLOSED, "gone")


def quick(tries: int = 3) -> Patience:
    return Patience(tries, first_pause=0.001)


@pytest.fixture
def failing(serve: Any, the_answer: dict[str, Any]) -> Callable[..., Any]:
    """A server that raises the given errors, one a call, and then answers."""

    def build(*errors: Exception) -> Any:
        left = list(errors)

        async def handler(_: CallToolRequestParams) -> CallToolResult:
            if left:
                raise left.pop(0)
            return CallToolResult(content=[], structured_content=the_answer)

        return serve(handler)

    return build


async def test_a_lost_connection_is_tried_again_and_every_try_stands_in_the_ledger(
    open_npi: Any, failing: Any, ledger: Ledger
) -> None:
    async with open_npi(failing(GONE, GONE), patience=quick()) as client:
        answered = await client.ask(QUESTION)
    assert isinstance(answered, Answered)
    assert [(call.id, call.outcome.value) for call in ledger.calls] == [
        ("npi-1", "unavailable"),
        ("npi-2", "unavailable"),
        ("npi-3", "answered"),
    ]
    assert len({call.arguments_digest for call in ledger.calls}) == 1
    assert not any(call.cached for call in ledger.calls)


async def test_after_the_last_try_the_failure_stands(open_npi: Any, failing: Any, ledger: Ledger) -> None:
    async with open_npi(failing(GONE, GONE, GONE), patience=quick()) as client:
        failed = await client.ask(QUESTION)
    assert isinstance(failed, Failed)
    assert len(ledger.calls) == 3


@pytest.mark.parametrize(
    "error",
    [
        MCPError(INVALID_PARAMS, "no"),
        MCPError(INTERNAL_ERROR, "broken"),
        MCPError(PARSE_ERROR, "not JSON"),
        MCPError(NO_ANSWER, "told", {"kind": "malformed"}),
        MCPError(NO_ANSWER, "told", {"kind": "busy", "retry_after": -1}),
        MCPError(NO_ANSWER, "told"),
        RuntimeError("a fault"),
    ],
    ids=lambda error: f"{type(error).__name__} {getattr(error, 'error', '')}",
)
async def test_what_would_recur_is_asked_once(open_npi: Any, failing: Any, ledger: Ledger, error: Exception) -> None:
    async with open_npi(failing(error), patience=quick()) as client:
        failed = await client.ask(QUESTION)
    assert isinstance(failed, Failed)
    assert len(ledger.calls) == 1


@pytest.mark.parametrize("said", [{"outcome": "unavailable"}, {"outcome": "refused"}, {"outcome": "perhaps"}, {}])
async def test_an_answer_that_is_a_failure_is_asked_for_once(
    open_npi: Any, says: Any, ledger: Ledger, said: dict[str, Any]
) -> None:
    """The server is there: what it says of its own source, or says badly, it would say again."""
    async with open_npi(says(said), patience=quick()) as client:
        await client.ask(QUESTION)
    assert len(ledger.calls) == 1


def test_only_what_may_pass_is_transient_and_never_a_refusal_or_nonsense() -> None:
    transient = {kind for kind in FailureKind if NATURES[kind].transient}
    assert transient == {FailureKind.NOT_REACHED, FailureKind.TIMED_OUT, FailureKind.BUSY}
    assert {NATURES[kind].outcome for kind in transient} == {LookupOutcome.UNAVAILABLE}
    assert all(nature.outcome.failed for nature in NATURES.values())


async def test_a_server_that_hangs_is_tried_again_only_where_the_agent_has_the_time(
    open_npi: Any, serve: Any, ledger: Ledger
) -> None:
    async def handler(_: CallToolRequestParams) -> CallToolResult:
        await asyncio.sleep(60)
        raise AssertionError("never reached")

    patience = Patience(5, first_pause=0.001, clock=lambda: 100.0)
    for until, tries in ((100.04, 1), (100.1, 5)):
        before = len(ledger.calls)
        async with open_npi(serve(handler), timeout_seconds=0.05, patience=patience, until=until) as client:
            await client.ask(QUESTION)
        assert len(ledger.calls) - before == tries


async def test_a_pause_that_the_server_asks_for_is_kept(open_npi: Any, failing: Any) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    busy = MCPError(NO_ANSWER, "told", {"kind": "busy", "retry_after": 4})
    async with open_npi(failing(busy), patience=Patience(3, sleep=sleep)) as client:
        assert isinstance(await client.ask(QUESTION), Answered)
    assert slept == [4]


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


async def test_an_open_circuit_makes_no_call_and_says_why_and_until_when(
    open_npi: Any, failing: Any, ledger: Ledger
) -> None:
    server, circuits = failing(*[GONE] * 5), Circuits(opens_after=5, cooling_seconds=10, clock=Clock())
    async with open_npi(server, patience=quick(10), circuits=circuits) as client:
        client.recorder = _at_noon(client.recorder)
        failed = await client.ask(QUESTION)
        other = await client.ask(npi.npi_lookup("2000002743"))
    assert isinstance(failed, Failed)
    assert [call.id for call in ledger.calls] == ["npi-1", "npi-2", "npi-3", "npi-4", "npi-5"]
    assert other == NotAsked(
        "The NPI registry lookup gave no answer 5 times in a row and is not asked again before 12:00:10 UTC."
    )


def _at_noon(recorder: Any) -> Any:
    return replace(recorder, now=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))


async def test_after_cooling_one_call_is_made_and_its_answer_closes_the_circuit_for_all_runs(
    open_npi: Any, failing: Any, ledger: Ledger
) -> None:
    clock = Clock()
    server, circuits = failing(GONE, GONE), Circuits(opens_after=2, cooling_seconds=10, clock=clock)
    async with open_npi(server, patience=quick(5), circuits=circuits) as client:
        await client.ask(QUESTION)
    assert len(ledger.calls) == 2
    clock.now += 10
    async with open_npi(server, circuits=circuits) as another_run:
        assert another_run.out_of_reach is not None
        numbers = ("2000001372", "2000002743")
        together = await asyncio.gather(*(another_run.call_tool("npi_lookup", {"npi": number}) for number in numbers))
        assert [result.structured_content["outcome"] for result in together] == ["answered", "unavailable"]
        assert "until one call has tried it" in together[1].structured_content["detail"]
        assert isinstance(await another_run.ask(QUESTION), Answered)
    assert len(ledger.calls) == 4
    assert circuits.of(server).closed


async def test_a_call_that_is_cancelled_says_nothing_of_the_server(open_npi: Any, serve: Any, ledger: Ledger) -> None:
    began = asyncio.Event()

    async def handler(_: CallToolRequestParams) -> CallToolResult:
        began.set()
        await asyncio.sleep(60)
        raise AssertionError("never reached")

    server, circuits = serve(handler), Circuits(opens_after=1)
    async with open_npi(server, patience=quick(), circuits=circuits) as client:
        task = asyncio.create_task(client.ask(QUESTION))
        await began.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert len(ledger.calls) == 1
    assert circuits.of(server).closed


async def test_an_open_circuit_leaves_what_is_remembered(
    open_npi: Any, says: Any, the_answer: dict[str, Any], ledger: Ledger
) -> None:
    server, cache, circuits = says(the_answer), AnswerCache(), Circuits(opens_after=1)
    async with open_npi(server, cache=cache, circuits=circuits) as client:
        await client.ask(QUESTION)
        circuits.of(server).failed()
        answered = await client.ask(QUESTION)
    assert isinstance(answered, Answered)
    assert answered.call.cached
