"""A store without room refuses what is new in plain words, keeps nothing by halves, and goes on once there is room.

SQLite's ``max_page_count`` stands in for a full disk.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from orchestrator.failures import StoreDamaged, StoreFull, StoreUnavailable, StoreUnreachable
from orchestrator.record.proof import case_ids, prove_case
from orchestrator.scope import Purpose, Scope
from orchestrator.store import engine
from orchestrator.store.engine import Database
from orchestrator.store.faults import refusal_of
from priorauth.inputs import AgentName
from tests.integration.conftest import Serve
from tests.integration.fakes import CUE, MARKER, FakeAgents
from tests.integration.sending import a_note, a_submission, reviewed, sent, service_of, submit

AUDITOR = Scope("default", "auditor", Purpose.AUDIT)
LONG = a_note(f"{MARKER} has {CUE}. " + "Nothing else is new. " * 20_000)
ROOM = 2**31 - 2


@contextmanager
def without_room(client: httpx.AsyncClient) -> Iterator[None]:
    """The store may not grow by a page, whichever connection writes to it."""
    database: Any = service_of(client).database

    def limit(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1").close()

    def lift(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {ROOM}").close()

    pool = database._engine.pool
    event.listen(pool, "checkout", limit)
    try:
        yield
    finally:
        event.remove(pool, "checkout", limit)
        event.listen(pool, "checkout", lift)


async def test_a_full_store_refuses_a_case_in_plain_words_and_goes_on_when_there_is_room(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve() as client:
        before = await sent(client, a_submission())
        with without_room(client):
            refused = [
                await client.post("/api/cases", json=a_submission(documents=LONG), headers={"Idempotency-Key": "k"}),
                await client.post(f"{before['links']['self']}/documents", json={"documents": LONG}),
            ]
            read = [await client.get(path) for path in ("/api/cases", *before["links"].values(), "/ready")]

        for response in refused:
            assert (response.status_code, response.json()["code"]) == (507, "store_full")
            assert response.headers["content-type"] == "application/problem+json"
            assert int(response.headers["retry-after"]) > 0
            assert "The store is full" in response.json()["detail"]
            assert MARKER not in response.text + caplog.text
        assert [one.status_code for one in read] == [200] * 5
        assert len(read[0].json()["items"]) == 1
        assert read[1].json() == before

        case = await reviewed(client, await submit(client, a_submission(documents=LONG), **{"Idempotency-Key": "k"}))
        assert case["revision"]["recommendation"]["outcome"] == "APPROVE"
        assert len((await client.get("/api/cases")).json()["items"]) == 2
        database = service_of(client).database
        for case_id in await database.read(case_ids, "default"):
            assert (await database.read(prove_case, AUDITOR, case_id)).breach is None


async def test_a_review_that_finds_no_room_is_finished_by_itself_when_there_is(
    serve: Serve, agents: FakeAgents
) -> None:
    may_go_on = asyncio.Event()

    async def wait() -> None:
        agents.hangs.set()
        await may_go_on.wait()

    agents.acts[AgentName.CLINICAL] = wait
    async with serve(agent_timeout_seconds=60) as client:
        case_id = await submit(client, a_submission(documents=LONG))
        await agents.hangs.wait()
        with without_room(client):
            may_go_on.set()
            await asyncio.sleep(0.5)
            assert (await client.get(f"/api/cases/{case_id}")).json()["status"] == "in_review"
        case = await reviewed(client, case_id)
        assert case["revision"]["recommendation"]["outcome"] == "APPROVE"
        audit = (await client.get(case["links"]["audit"])).json()
        assert audit["verified"]
        assert [one["type"] for one in audit["events"]].count("recommendation.ready") == 1


async def test_a_store_that_has_no_room_for_its_tables_is_refused_at_the_start(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_PRAGMAS", (*engine._PRAGMAS, "max_page_count=4"))
    with pytest.raises(StoreUnavailable, match="that the disk has room"):
        async with serve():
            pass


def _sqlite(code: int) -> sqlite3.Error:
    fault = sqlite3.OperationalError(MARKER)
    fault.sqlite_errorcode = code
    return fault


def _wrapped(kind: type[DBAPIError], fault: Exception) -> DBAPIError:
    return kind(MARKER, {}, fault)


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [
        (_wrapped(OperationalError, _sqlite(sqlite3.SQLITE_FULL)), StoreFull),
        (_wrapped(OperationalError, psycopg.errors.DiskFull(MARKER)), StoreFull),
        (_wrapped(InternalError, _sqlite(sqlite3.SQLITE_CORRUPT)), StoreDamaged),
        (_wrapped(InternalError, _sqlite(sqlite3.SQLITE_CORRUPT_INDEX)), StoreDamaged),
        (_wrapped(InternalError, _sqlite(sqlite3.SQLITE_NOTADB)), StoreDamaged),
        (_wrapped(OperationalError, _sqlite(sqlite3.SQLITE_BUSY)), StoreUnreachable),
        (_wrapped(OperationalError, psycopg.OperationalError(MARKER)), StoreUnreachable),
        (PoolTimeout(), StoreUnreachable),
    ],
)
def test_a_fault_of_the_database_is_told_by_its_kind(fault: Exception, refusal: type[Exception]) -> None:
    found = refusal_of(fault)
    assert type(found) is refusal
    assert MARKER not in str(found)


def test_a_fault_of_our_own_is_none_of_the_stores() -> None:
    assert refusal_of(_wrapped(IntegrityError, sqlite3.IntegrityError())) is None


async def test_a_statement_that_is_at_fault_is_an_unforeseen_fault(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise _wrapped(IntegrityError, sqlite3.IntegrityError(MARKER))

    async with serve() as client:
        with monkeypatch.context() as patch:
            patch.setattr(Database, "read", broken)
            response = await client.get("/api/cases")
    assert (response.status_code, response.json()["code"]) == (500, "internal_error")
    assert MARKER not in response.text + caplog.text
