"""The durable queue: order, limits, leases, fencing, and what is done about turns that went missing."""

import asyncio
import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest

from orchestrator.app import create_app
from orchestrator.bulletin import Bulletin
from orchestrator.durable import replica as replicas_at_work
from orchestrator.durable import reviewing, trying
from orchestrator.durable.workflows import Workflows, rank
from orchestrator.failures import StoreInUse
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.cases import store_case
from orchestrator.store.engine import Database
from orchestrator.store.events import read_trail
from orchestrator.store.journal import Overtaken, StoredJournal
from orchestrator.store.migrations import migrate
from orchestrator.store.replicas import (
    end_expired_leases,
    end_lease,
    end_other_leases,
    living_replicas,
    renew_lease,
    take_lease,
)
from orchestrator.store.revisions import begin_review
from orchestrator.store.sole import held_alone
from orchestrator.store.turns import Turn
from priorauth.case import Priority
from priorauth.inputs import AgentName
from tests.integration.conftest import Serve
from tests.integration.fakes import MARKER, VERSIONS, FakeAgents, composing, no_queue, wait
from tests.integration.sending import reviewed, submit
from tests.integration.test_store import a_case

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
REVIEW = Scope("default", "orchestrator", Purpose.REVIEW)


def a_turn(hours: float, priority: Priority = Priority.STANDARD) -> Turn:
    return Turn("default", "PA-1", 1, priority, NOW + dt.timedelta(hours=hours))


def test_expedited_come_before_standard_then_what_is_due_first():
    expedited = [rank(a_turn(hours, Priority.EXPEDITED)) for hours in (-24 * 365 * 9, 0, 72, 24 * 365 * 900)]
    standard = [rank(a_turn(hours)) for hours in (-24 * 365 * 9, 0, 72, 24 * 365 * 900)]
    assert expedited + standard == sorted(set(expedited + standard))
    assert expedited[0] >= 1
    assert standard[-1] < 2**31


async def test_no_more_reviews_at_once_than_the_limits_allow(serve: Serve, agents: FakeAgents):
    at_once: list[int] = []
    running = 0

    async def count() -> None:
        nonlocal running
        running += 1
        at_once.append(running)
        await asyncio.sleep(0.05)
        running -= 1

    agents.acts[AgentName.SYNTHESIS] = count
    for here, overall, most in ((3, None, 3), (4, 1, 1)):
        at_once.clear()
        async with serve(max_concurrent_reviews=here, max_concurrent_reviews_overall=overall) as client:
            ids = [await submit(client) for _ in range(8)]
            for case_id in ids:
                await reviewed(client, case_id)
        assert max(at_once) <= most
        assert len(at_once) == 8


async def test_a_case_that_an_older_version_left_unfinished_gets_its_turn(
    serve: Serve, settings: Settings, agents: FakeAgents
):
    database = Database(settings.store_url)
    await migrate(database)
    receipt = await store_case(database, REVIEW, a_case(), no_queue)
    await database.close()
    async with serve() as client:
        await reviewed(client, receipt.case_id)
    assert agents.ran.count(AgentName.SYNTHESIS) == 1


async def test_a_review_that_faults_interrupted_comes_back_into_the_queue(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    begin, faults = reviewing.begin_review, iter([True] * 2)

    def unsteady(*args: Any) -> Any:
        if next(faults, False):
            raise RuntimeError(MARKER)
        return begin(*args)

    monkeypatch.setattr(reviewing, "begin_review", unsteady)
    monkeypatch.setattr(trying, "MOST_TRIES", 2)
    monkeypatch.setattr(trying, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(replicas_at_work, "_RENEWALS_PER_LOOK_OVER", 1)
    async with serve(lease_seconds=1) as client:
        await reviewed(client, await submit(client))
    assert "queue.mended" in caplog.text
    assert MARKER not in caplog.text


async def test_a_fault_of_the_queue_does_not_end_the_work(serve: Serve, monkeypatch: pytest.MonkeyPatch):
    claim, faults = Workflows.claim, iter([True, True])

    async def unsteady(self: Workflows, *args: Any) -> int:
        if next(faults, False):
            raise RuntimeError(MARKER)
        return await claim(self, *args)

    monkeypatch.setattr(Workflows, "claim", unsteady)
    monkeypatch.setattr(replicas_at_work, "_AFTER_FAULT_SECONDS", 0.01)
    async with serve() as client:
        await reviewed(client, await submit(client))


async def test_the_queue_forgets_what_is_done_and_nothing_else(
    serve: Serve, agents: FakeAgents, monkeypatch: pytest.MonkeyPatch
):
    opened: list[Workflows] = []
    forget = Workflows.forget_done

    async def watched(self: Workflows, before: dt.datetime) -> int:
        opened.append(self)
        return await forget(self, before)

    monkeypatch.setattr(Workflows, "forget_done", watched)
    async with serve() as client:
        done = await submit(client)
        await reviewed(client, done)
        agents.acts[AgentName.CLINICAL] = wait(0.5)
        under_review = await submit(client)
        await asyncio.sleep(0.1)
        soon = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
        assert await opened[0].forget_done(soon) == 1
        left = await asyncio.to_thread(opened[0].client.list_workflows, load_input=False)
        assert [one.workflow_id for one in left] == [f"{under_review}.1"]
        await reviewed(client, under_review)


async def test_who_was_overtaken_writes_nothing_more(database: Database):
    case_id = (await store_case(database, REVIEW, a_case(), no_queue)).case_id
    journals: list[StoredJournal] = []
    for _ in range(2):
        begun = await database.write(begin_review, REVIEW, case_id, 1, VERSIONS, NOW)
        assert begun is not None
        journals.append(
            StoredJournal(
                database,
                REVIEW,
                case_id,
                begun.number,
                attempt=begun.attempt,
                kept=frozenset(),
                now=lambda: NOW,
                bulletin=Bulletin(),
            )
        )
    for journal in journals:
        journal.agent_started(AgentName.CLINICAL)
    await asyncio.sleep(0.3)
    trail = await database.read(read_trail, REVIEW, case_id)
    assert [event.link.type.value for event in trail.events].count("agent.started") == 1
    with pytest.raises(Overtaken):
        await journals[0]._newest  # pyright: ignore[reportGeneralTypeIssues]
    await journals[1].close()


async def test_leases_run_out_by_the_database_s_clock_and_are_ended_once(database: Database):
    for name, seconds in (("dead", -1.0), ("alive", 60.0), ("other", 60.0)):
        await database.write(take_lease, "default", name, seconds)
    await database.write(take_lease, "another tenant", "dead too", -1.0)
    ended = await asyncio.gather(*(database.write(end_expired_leases, "default") for _ in range(4)))
    assert [name for names in ended for name in names] == ["dead"]
    assert await database.read(living_replicas, "default") == {"alive", "other"}
    assert await database.write(renew_lease, "default", "alive", 60.0)
    assert not await database.write(renew_lease, "default", "dead", 60.0)
    await database.write(end_lease, "default", "other")
    assert await database.read(living_replicas, "default") == {"alive"}
    await database.write(take_lease, "default", "new", 60.0)
    await database.write(end_other_leases, "default", "new")
    assert await database.read(living_replicas, "default") == {"new"}


async def test_a_sqlite_store_is_served_by_one_process(serve: Serve, settings: Settings, agents: FakeAgents):
    async with serve():
        app = create_app(settings, composing(agents))
        with pytest.raises(StoreInUse, match=r"Another process serves the store .*priorauth\.sqlite"):
            async with app.router.lifespan_context(app):
                pass
    with held_alone(Path(settings.data_dir) / "priorauth.sqlite"):
        pass


async def test_the_end_is_not_held_up_by_a_review_that_hangs(
    serve: Serve, agents: FakeAgents, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(replicas_at_work, "_PATIENCE_SECONDS", 0.05)
    agents.acts[AgentName.CLINICAL] = agents.hang
    async with serve() as client:
        await submit(client)
        await asyncio.wait_for(agents.hangs.wait(), 5)
        began = time.monotonic()
    assert time.monotonic() - began < 3


async def test_a_quick_answer_does_not_wait_for_a_look_at_the_queue(serve: Serve, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(replicas_at_work, "_LOOK_SECONDS", 3600)
    async with serve() as client, asyncio.timeout(60):
        for _ in range(3):
            await reviewed(client, await submit(client))
