"""A server over HTTP that is busy, breaks off, hangs, answers nonsense or too much: each call's failure is its own.

The server is the real one, behind a door that gives prepared answers to the first tool calls.
"""

import asyncio
import json
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
import uvicorn

from mcp_clients import npi
from mcp_clients.failures import FailureKind, Told
from mcp_clients.ledger import Answered, Failed, Ledger
from mcp_clients.patience import Patience
from mcp_clients.wire import LONGEST_ANSWER_BYTES, TellingClient, pause_of
from mcp_servers.http import application
from mcp_servers.npi.server import npi_server
from priorauth.ledger import LookupOutcome

QUESTION = npi.npi_lookup("2000001372")
Act = Callable[[Any], Awaitable[None]]


def says(status: int, body: bytes = b"", **headers: str) -> Act:
    """An HTTP answer."""

    async def act(send: Any) -> None:
        named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": named})
        await send({"type": "http.response.body", "body": body})

    return act


async def breaks_off(send: Any) -> None:
    """A body that ends before its stated length."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"100")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})
    raise ConnectionAbortedError


class Door:
    """In front of the server: the next tool calls get prepared answers; ``calls`` counts those that came."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.calls = 0
        self.gone = threading.Event()
        self.hung = threading.Event()
        self._app = application(npi_server())

    async def hangs(self, send: Any) -> None:
        """No answer, until the client is gone."""
        self.hung.set()
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self.gone.set()
                return

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            return await self._app(scope, receive, send)
        message = await receive()
        body = message["body"]
        if json.loads(body).get("method") == "tools/call":
            self.calls += 1
            if self.acts:
                self._receive = receive
                return await self.acts.pop(0)(send)

        async def again() -> Any:
            return message

        await self._app(scope, again, send)


@pytest.fixture(scope="module")
def _served() -> Iterator[tuple[Door, str]]:
    door, listener = Door(), socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(door, log_config=None, ws="none", access_log=False, timeout_keep_alive=1))
    thread = threading.Thread(target=asyncio.run, args=(running.serve([listener]),))
    thread.start()
    yield door, f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
    running.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture
def door(_served: tuple[Door, str]) -> Door:
    _served[0].acts.clear()
    _served[0].calls = 0
    _served[0].gone.clear()
    _served[0].hung.clear()
    return _served[0]


@pytest.fixture
def address(_served: tuple[Door, str]) -> str:
    return _served[1]


def patience(slept: list[float] | None = None, tries: int = 3) -> Patience:
    pauses = [] if slept is None else slept

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    return Patience(tries, sleep=sleep)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_a_busy_server_is_asked_again_after_the_pause_that_it_asks_for(
    open_npi: Any, door: Door, address: str, ledger: Ledger, status: int
) -> None:
    door.acts = [says(status, retry_after="3"), says(status, b"<html>", content_type="text/html")]
    slept: list[float] = []
    async with open_npi(address, patience=patience(slept)) as client:
        assert isinstance(await client.ask(QUESTION), Answered)
    assert [call.outcome.value for call in ledger.calls] == ["unavailable", "unavailable", "answered"]
    assert slept[0] == 3
    assert 0.2 <= slept[1] <= 0.4


async def test_a_pause_that_is_longer_than_the_agent_has_ends_the_tries(
    open_npi: Any, door: Door, address: str, ledger: Ledger
) -> None:
    door.acts = [says(503, retry_after="3600")]
    far = Patience(3, clock=lambda: 0.0)
    async with open_npi(address, patience=far, until=60.0) as client:
        failed = await client.ask(QUESTION)
    assert isinstance(failed, Failed)
    assert failed.call.detail == "The server is busy or down for now."
    assert door.calls == len(ledger.calls) == 1


async def test_a_connection_that_breaks_off_is_tried_again(
    open_npi: Any, door: Door, address: str, ledger: Ledger
) -> None:
    door.acts = [breaks_off]
    async with open_npi(address, patience=patience()) as client:
        assert isinstance(await client.ask(QUESTION), Answered)
    assert [call.outcome.value for call in ledger.calls] == ["unavailable", "answered"]


async def test_one_broken_call_takes_no_other_along(open_npi: Any, door: Door, address: str) -> None:
    door.acts = [breaks_off]
    async with open_npi(address) as client:
        numbers = ("2000001372", "2000002743", "2000004111")
        results = await asyncio.gather(*(client.call_tool("npi_lookup", {"npi": number}) for number in numbers))
    assert sorted(result.structured_content["outcome"] for result in results) == ["answered", "answered", "unavailable"]


@pytest.mark.parametrize(
    ("act", "outcome"),
    [
        (says(500, b"broken", content_type="text/plain"), LookupOutcome.UNAVAILABLE),
        (says(401), LookupOutcome.REFUSED),
        (says(403, b"{}", content_type="application/json"), LookupOutcome.REFUSED),
        (says(200, b"<html>Welcome</html>", content_type="text/html"), LookupOutcome.MALFORMED),
        (says(200, b"", content_type="application/json"), LookupOutcome.MALFORMED),
        (says(200, b'{"jsonrpc": "2.0", "id"', content_type="application/json"), LookupOutcome.MALFORMED),
        (says(200, b'["not", "a", "message"]', content_type="application/json"), LookupOutcome.MALFORMED),
        (
            says(200, b" " * (LONGEST_ANSWER_BYTES + 1), content_type="application/json"),
            LookupOutcome.MALFORMED,
        ),
        (
            says(200, b"data: " + b"x" * (LONGEST_ANSWER_BYTES + 1), content_type="text/event-stream"),
            LookupOutcome.MALFORMED,
        ),
        (says(200, b"data: nonsense\n\n", content_type="text/event-stream"), LookupOutcome.MALFORMED),
    ],
    ids=range(10),
)
async def test_what_would_recur_is_asked_once_and_nonsense_is_malformed(
    open_npi: Any, door: Door, address: str, ledger: Ledger, act: Act, outcome: LookupOutcome
) -> None:
    door.acts = [act]
    async with open_npi(address, patience=patience()) as client:
        await client.ask(QUESTION)
    assert [call.outcome for call in ledger.calls] == [outcome]


async def test_a_call_that_is_cancelled_is_taken_back_from_the_server(
    open_npi: Any, door: Door, address: str, ledger: Ledger
) -> None:
    door.acts = [door.hangs]
    async with open_npi(address) as client:
        task = asyncio.create_task(client.ask(QUESTION))
        assert await asyncio.to_thread(door.hung.wait, 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(door.gone.wait, 5)
    assert "cancelled" in ledger.calls[0].detail


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        (None, 0),
        ("0", 0),
        (" 120 ", 120),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("9" * 400, 0),
    ],
)
def test_a_retry_after_is_a_number_or_a_date(stated: str | None, seconds: float) -> None:
    assert pause_of(stated, datetime(2026, 11, 22, 12, tzinfo=UTC)) == seconds


def test_what_the_wire_tells_cannot_hold_a_pause_without_end() -> None:
    for pause in ("inf", "nan", -1):
        with pytest.raises(ValueError):
            Told.model_validate({"kind": FailureKind.BUSY, "retry_after": pause})


@pytest.mark.parametrize(("headers", "status"), [({"mcp-session-id": "s1"}, 502), ({}, 404)])
async def test_a_session_that_is_gone_may_be_begun_anew(headers: dict[str, str], status: int) -> None:
    transport = httpx2.MockTransport(lambda _: httpx2.Response(404, headers={"content-type": "application/json"}))
    async with TellingClient(transport=transport) as client:
        answer = await client.post("http://127.0.0.1/mcp", headers=headers)
    assert answer.status_code == status
    told = answer.json()["error"]["data"] if status == 502 else None
    assert told is None or Told.model_validate(told).kind is FailureKind.NOT_REACHED
