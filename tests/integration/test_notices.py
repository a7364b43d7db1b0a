"""What processes on one Postgres tell each other, heard by two open stores on it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from orchestrator.durable.replica import Limits, Replica
from orchestrator.scope import Purpose, Scope
from orchestrator.store.cases import store_case
from orchestrator.store.engine import Database
from orchestrator.store.migrations import migrate
from orchestrator.store.notices import Heard, hearing, log_grew, tell_turn_waits
from orchestrator.store.revisions import begin_review
from tests.building.postgres import PostgresServer
from tests.integration.fakes import VERSIONS, no_queue
from tests.integration.test_store import NOW, a_case

SCOPE = Scope("default", "orchestrator", Purpose.REVIEW)


@dataclass
class Ears:
    """What a process has heard, in order; ``opened`` counts how often its line was opened."""

    said: list[str] = field(default_factory=list)
    opened: int = 0

    @property
    def heard(self) -> Heard:
        return Heard(self.said.append, lambda: self.said.append("turn"), self._open)

    def _open(self) -> None:
        self.opened += 1
        self.said.clear()

    async def until_opened(self, times: int) -> None:
        async with asyncio.timeout(10):
            while self.opened < times:  # noqa: ASYNC110 - what is heard is a list
                await asyncio.sleep(0.01)

    async def until(self, *said: str) -> None:
        async with asyncio.timeout(5):
            while self.said != list(said):  # noqa: ASYNC110 - what is heard is a list
                await asyncio.sleep(0.01)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[tuple[Database, Ears]]:
    database, ears = Database(url), Ears()
    await migrate(database)
    async with hearing(database, ears.heard):
        await ears.until_opened(0 if database.is_sqlite else 1)
        yield database, ears
    await database.close()


def tell_log_grew(session: Session, case_id: str) -> None:
    """What the statement that ends the writing of events says, without events."""
    session.execute(text("SELECT pg_notify('priorauth', :notice)"), log_grew(session, case_id))


async def test_the_others_hear_at_once_that_a_log_has_grown(postgres: PostgresServer):
    url = postgres.fresh()
    async with opened(url) as (here, own), opened(url) as (_, other):
        new = a_case()
        await store_case(here, SCOPE, new, no_queue)
        await here.write(begin_review, SCOPE, new.case.case_id, 1, VERSIONS, NOW)

        await other.until(new.case.case_id)
        assert own.said == []


async def test_what_is_rolled_back_is_not_told(postgres: PostgresServer):
    url = postgres.fresh()
    async with opened(url) as (here, _), opened(url) as (_, other):

        def fail(session: Session) -> None:
            tell_log_grew(session, "PA-1")
            raise RuntimeError

        with pytest.raises(RuntimeError):
            await here.write(fail)
        await here.write(tell_turn_waits)

        await other.until("turn")


async def test_a_turn_is_offered_to_the_others_only_where_there_is_no_room_for_it(postgres: PostgresServer):
    url = postgres.fresh()
    async with opened(url) as (here, _), opened(url) as (_, other):
        replica = Replica(here, "default", Limits(here=1, overall=None, lease_seconds=10))
        await here.write(replica.offer)
        await here.write(tell_log_grew, "PA-1")
        replica._claimed.add("PA-2.1")
        await here.write(replica.offer)

        await other.until("PA-1", "turn")


async def test_a_line_that_was_cut_is_opened_again_and_what_was_missed_is_looked_for(postgres: PostgresServer):
    url = postgres.fresh()
    async with opened(url) as (here, _), opened(url) as (_, other):
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN priorauth'"
        await here.write(lambda session: session.execute(text(cut)).all())
        await other.until_opened(2)
        assert other.said == []

        await here.write(tell_log_grew, "PA-1")

        await other.until("PA-1")


@pytest.mark.parametrize("foreign", ["", "reload", "any log", "any turn now", "any other thing"])
async def test_what_another_program_says_on_a_channel_of_that_name_is_passed_over(
    postgres: PostgresServer, foreign: str
):
    url = postgres.fresh()
    async with opened(url) as (here, _), opened(url) as (_, other):
        await here.write(
            lambda session: session.execute(text("SELECT pg_notify('priorauth', :said)"), {"said": foreign})
        )
        await here.write(tell_log_grew, "PA-1")

        await other.until("PA-1")


async def test_on_sqlite_nothing_is_said_and_nobody_listens(tmp_path: Path):
    async with opened(f"sqlite:///{tmp_path}/store.sqlite") as (here, own):
        await here.write(tell_turn_waits)
        new = a_case()
        await store_case(here, SCOPE, new, no_queue)
        await here.write(begin_review, SCOPE, new.case.case_id, 1, VERSIONS, NOW)
    assert own.opened == 0
