"""Many who watch cases, and many who stop reading: when the first event comes, and how the server's memory grows."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from evaluation.figures import Figure, percentile
from evaluation.load.fleet import fleet
from evaluation.load.wire import Wire
from evaluation.records import varied_bodies
from evaluation.served import Pulse, Served
from evaluation.stores import Store, sqlite
from orchestrator.clock import utc_now
from orchestrator.scope import Purpose, Scope
from orchestrator.store.engine import Database
from orchestrator.store.events import Happening, append_events
from priorauth.audit import EventType

STREAMS = 200
EVERY_SECONDS = 0.05
"""Between two streams that are opened: 20 a second."""
CASES_UNDER_REVIEW = 100
UNREAD_STREAMS, UNREAD_CASES = 100, 20
LONG_LOG = 2_000
"""Events that each unread case has before: more than the kernel's buffers hold for one who does not read."""
_SMALL_BUFFER = 2048
_LOOK_SECONDS = 0.05
_LIMIT_SECONDS = 240.0
_JSON = {"Content-Type": "application/json"}


@dataclass
class _Memory:
    """The most that a server and its children held, in megabytes, beyond what they held at first."""

    server: Served
    first: float = field(init=False)
    most: float = field(init=False)

    def __post_init__(self) -> None:
        self.first = self.most = sum(self.server.megabytes())

    @property
    def growth(self) -> float:
        return self.most - self.first

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Looks again and again as long as the context is open."""

        async def look() -> None:
            while True:
                self.most = max(self.most, sum(self.server.megabytes()))
                await asyncio.sleep(_LOOK_SECONDS)

        looking = asyncio.create_task(look())
        try:
            yield
        finally:
            looking.cancel()


def measure_streams() -> Iterator[Figure]:
    """Streams opened one after the other and at once, on a server that reviews meanwhile; then streams nobody reads."""
    with sqlite() as store, fleet(store, 1) as one:
        server = one.servers[0]
        for name, every in (("20 opened a second", EVERY_SECONDS), ("all opened at once", 0.0)):
            waits, memory = asyncio.run(_watch(server, every))
            target = "≤ 100 ms" if every else ""
            beside = f"p50 {percentile(waits, 50):.0f} ms, slowest {max(waits) * 1000:.0f} ms; {name}, server busy"
            yield Figure(f"{STREAMS} streams, first event p95", f"{percentile(waits, 95):.0f} ms", target, beside)
            yield Figure("memory growth by them", f"{memory:.0f} MB", "≤ 100 MB", f"and by {CASES_UNDER_REVIEW} cases")
        yield from _measure_unread(store, server)


async def _watch(server: Served, every: float) -> tuple[list[float], float]:
    """Seconds from the opening of each stream to its first event, and the server's growth in megabytes."""
    wire, memory = Wire(server.address), _Memory(server)
    ids = await _send(wire, CASES_UNDER_REVIEW, seed=5)
    async with memory.watched():
        watching: list[asyncio.Task[float]] = []
        for number in range(STREAMS):
            watching.append(asyncio.create_task(_first_event(wire, ids[-1 - number % len(ids)])))
            await asyncio.sleep(every)
        waits = await asyncio.gather(*watching)
    wire.close()
    return waits, memory.growth


async def _first_event(wire: Wire, case_id: str) -> float:
    """Seconds to the first event; the stream is read to its end."""
    began, first = time.perf_counter(), 0.0
    async for _ in wire.follow(f"/api/cases/{case_id}/events"):
        first = first or time.perf_counter() - began
    return first


async def _send(wire: Wire, cases: int, seed: int) -> list[str]:
    answers = [await wire.ask("POST", "/api/cases", body, **_JSON) for body in islice(varied_bodies(seed), cases)]
    return [json.loads(answer.body)["case_id"] for answer in answers]


def _measure_unread(store: Store, server: Served) -> Iterator[Figure]:
    pulse = Pulse(server.client.base_url)
    with pulse.beating():
        growth = asyncio.run(_leave_unread(store, server))
    beside = f"{UNREAD_CASES} cases under review again, each with a log of {LONG_LOG:,} events before"
    yield Figure(f"memory growth by {UNREAD_STREAMS} streams unread", f"{growth:.0f} MB", "≤ 100 MB", beside)
    beside = f"GET /health every 10 ms, {len(pulse.seconds):,} calls, p95 {percentile(pulse.seconds, 95):.0f} ms"
    yield Figure("longest wait meanwhile", f"{pulse.worst * 1000:.0f} ms", "", beside)


async def _leave_unread(store: Store, server: Served) -> float:
    """The server's growth while nobody reads, until every case is recommended again."""
    wire = Wire(server.address)
    ids = await _send(wire, UNREAD_CASES, seed=6)
    await _recommended(wire, ids)
    await _lengthen_logs(store, ids)
    memory = _Memory(server)
    for case_id in ids:
        await wire.ask("POST", f"/api/cases/{case_id}/revisions")
    with ExitStack() as stack:
        async with memory.watched():
            for number in range(UNREAD_STREAMS):
                stack.enter_context(_unread(server, ids[number % len(ids)]))
            await _recommended(wire, ids)
            await asyncio.sleep(1)
    wire.close()
    return memory.growth


async def _recommended(wire: Wire, ids: Sequence[str]) -> None:
    """Waits until every case is recommended."""
    async with asyncio.timeout(_LIMIT_SECONDS):
        for case_id in ids:
            await wire.ask("GET", f"/api/cases/{case_id}/events", **{"Last-Event-ID": "1000000"})


async def _lengthen_logs(store: Store, ids: Sequence[str]) -> None:
    """Writes events to each case's log, as many lookups would."""
    database, scope = Database(store.url), Scope("default", "bench", Purpose.REVIEW)
    call = Happening(EventType.LOOKUP_CALLED, {"agent": "clinical", "lookup": "icd10", "said": "x" * 200}, utc_now())
    for case_id in ids:
        await database.write(append_events, scope, case_id, [call] * LONG_LOG)
    await database.close()


@contextmanager
def _unread(server: Served, case_id: str) -> Iterator[None]:
    """A stream that is asked for and never read."""
    split = urlsplit(server.address)
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
        one.connect((split.hostname, split.port))
        one.sendall(f"GET /api/cases/{case_id}/events HTTP/1.1\r\nHost: {split.netloc}\r\n\r\n".encode())
        yield
