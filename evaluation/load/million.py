"""``python -m evaluation.load.million [cases] [sqlite|postgres]``: the queue and the intake beside a million cases."""

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from evaluation.figures import Figure, percentile, show
from evaluation.load.filling import Filling, places
from evaluation.load.fleet import Fleet
from evaluation.load.wire import Wire
from evaluation.records import varied_bodies
from evaluation.served import free_port, serving
from evaluation.stores import STORES, Store
from orchestrator.store.queue import cursor_after

CASES = 1_000_000
CALLS = 21
SUBMITTED = 40
_JSON = {"Content-Type": "application/json"}
_PAGE, _SEARCH = "/api/cases", "/api/cases/search"


def measure(open_store: Any, count: int) -> Iterator[Figure]:
    """Submits on an empty store, fills it, submits again, and asks for every kind of page."""
    with open_store() as store:
        with serving(store, free_port()) as server:
            asyncio.run(_submits(server.address, 10, seed=1))
            empty = asyncio.run(_submits(server.address, SUBMITTED, seed=2))
        began = time.perf_counter()
        Filling(store).write(count)
        yield Figure(f"{count:,} cases written", f"{time.perf_counter() - began:.0f} s", "", "past the application")
        with serving(store, free_port()) as server:
            yield Figure("server ready beside them", f"{server.ready_after:.2f} s", "≤ 6 s")
            full = asyncio.run(_submits(server.address, SUBMITTED, seed=3))
            for name, waits in (("an empty store", empty), ("the full store", full)):
                beside = f"p95 {percentile(waits, 95):.0f} ms; {len(waits)} cases, one at a time"
                yield Figure(f"submit to {name}, p50", f"{percentile(waits, 50):.1f} ms", "", beside)
            yield from asyncio.run(_pages(Fleet(store, [server]), list(_questions(store))))


async def _submits(address: str, count: int, seed: int) -> list[float]:
    """Seconds that the answers took; each case is reviewed before the next is sent."""
    wire, waits = Wire(address), list[float]()
    for body in islice(varied_bodies(seed), count):
        began = time.perf_counter()
        answer = await wire.ask("POST", _PAGE, body, **_JSON)
        waits.append(time.perf_counter() - began)
        await wire.ask("GET", json.loads(answer.body)["links"]["events"], **{"Last-Event-ID": "1000000"})
    wire.close()
    return waits


def _questions(store: Store) -> Iterator[tuple[str, dict[str, Any], dict[str, Any] | None]]:
    """What is asked: its name, the filters of a page, the body of a search."""
    early, middle, late = places(store, 0.001, 0.5, 0.999)
    deep = {"cursor": cursor_after(middle["due_at"], middle["id"])}
    last = {"cursor": cursor_after(late["due_at"], late["id"])}
    yield "first page", {}, None
    yield "first page, 200 cases", {"limit": 200}, None
    yield "page in the middle", deep, None
    yield "page near the end", last, None
    for status in ("received", "in_review", "recommended"):
        yield f"{status}, first page", {"status": status}, None
        yield f"{status}, middle", {"status": status, **deep}, None
    yield "expedited, first page", {"priority": "expedited"}, None
    yield "expedited, middle", {"priority": "expedited", **deep}, None
    yield "received and expedited", {"status": "received", "priority": "expedited"}, None
    yield "received and expedited, near the end", {"status": "received", "priority": "expedited", **last}, None
    yield "of a busy reviewer", {"assignee": "reviewer 1"}, None
    yield "of a busy reviewer, received", {"assignee": "reviewer 1", "status": "received"}, None
    yield (
        "of a busy reviewer, received and expedited",
        {
            "assignee": "reviewer 1",
            "status": "received",
            "priority": "expedited",
        },
        None,
    )
    yield "of a reviewer with few", {"assignee": "reviewer 190", **deep}, None
    yield "of nobody known", {"assignee": "nobody"}, None
    yield "due before a day long ago", {"due_before": early["due_at"].isoformat()}, None
    yield "due before, expedited", {"due_before": middle["due_at"].isoformat(), "priority": "expedited"}, None
    yield "search, frequent name", {}, {"text": "garcia"}
    yield "search, whole name", {}, {"text": middle["member_name"]}
    yield "search, a member id", {}, {"text": middle["member_id"]}
    yield "search, the middle of a member id", {}, {"text": middle["member_id"][3:]}
    yield "search, a case id", {}, {"text": late["id"]}
    yield "search, what is not there", {}, {"text": "zzyzx"}
    yield "search, two letters", {}, {"text": "zq"}
    yield "search, a name among the received", {}, {"text": "garcia", "status": "received"}


async def _pages(one: Fleet, questions: Sequence[tuple[str, dict[str, Any], Any]]) -> list[Figure]:
    wire, found = Wire(one.addresses[0]), list[Figure]()
    for name, filters, body in questions:
        before = sum(one.used())
        waits, cases = await _ask(wire, filters, body)
        cpu = (sum(one.used()) - before) / len(waits)
        beside = f"{cpu * 1000:.0f} CPU-ms a call, slowest {max(waits) * 1000:.0f} ms; {cases} cases on it"
        found.append(Figure(f"{name}, p95", f"{percentile(waits, 95):.1f} ms", "≤ 50 ms", beside))
    waits = [await _timed(wire, "GET", "/api/reviews") for _ in range(CALLS)]
    took = percentile([seconds for seconds, _ in waits], 95)
    found.append(Figure("reviews of the small API, p95", f"{took:.1f} ms", "≤ 50 ms"))
    wire.close()
    return found


async def _ask(wire: Wire, filters: dict[str, Any], body: Any) -> tuple[list[float], int]:
    """Seconds of each call, fewer where they are slow, and the cases on the page."""
    path = f"{_PAGE}?{urlencode(filters)}"
    waits, answer = list[float](), b"{}"
    while len(waits) < CALLS and (len(waits) < 2 or sum(waits) < 10):
        told = json.dumps(body).encode() if body else b""
        seconds, answer = await _timed(wire, "POST" if body else "GET", _SEARCH if body else path, told)
        waits.append(seconds)
    return waits, len(json.loads(answer)["items"])


async def _timed(wire: Wire, method: str, path: str, body: bytes = b"") -> tuple[float, bytes]:
    began = time.perf_counter()
    answer = await wire.ask(method, path, body, **_JSON)
    if answer.status != 200:
        raise RuntimeError(f"HTTP {answer.status}")
    return time.perf_counter() - began, answer.body


def main() -> int:
    """Both stores, unless one is named."""
    count = next((int(word) for word in sys.argv[1:] if word.isdecimal()), CASES)
    named = [word for word in sys.argv[1:] if word in STORES]
    for name in named or STORES:
        show(f"{count:,} cases, {name}", measure(STORES[name], count))
    return 0


if __name__ == "__main__":
    sys.exit(main())
