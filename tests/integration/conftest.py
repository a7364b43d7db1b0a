"""A service in this process, on a store of its own, with fakes for agents."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from agents import composing
from agents.reading.reader import Reader
from orchestrator import bootstrap
from orchestrator.app import create_app
from orchestrator.settings import Settings
from orchestrator.store.engine import Database
from orchestrator.store.migrations import migrate
from priorauth.rubric import ConfidenceScale
from priorauth.rulebook import RuleBook, read_rule_book
from priorauth.settings import REPOSITORY
from priorauth.vocabulary import Vocabulary
from tests.building.postgres import PostgresServer, postgres_server
from tests.integration import fakes
from tests.integration.fakes import FakeAgents

Serve = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture(autouse=True, scope="session")
def _the_rule_book_is_read_once() -> Iterator[None]:
    """The project's own rule book, and the reader of its vocabulary: neither changes, and every service needs both."""
    own = cache(lambda: read_rule_book(REPOSITORY))
    own_reader = cache(lambda: Reader(own().skills.vocabulary, own().skills.clinical.scale))

    def book_of(root: Path) -> RuleBook:
        return own() if root == REPOSITORY else read_rule_book(root)

    def reader_of(vocabulary: Vocabulary, scale: ConfidenceScale) -> Reader:
        is_own = vocabulary is own().skills.vocabulary and scale is own().skills.clinical.scale
        return own_reader() if is_own else Reader(vocabulary, scale)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "read_rule_book", book_of)
        patch.setattr(composing, "Reader", reader_of)
        yield


@pytest.fixture
def agents() -> FakeAgents:
    return FakeAgents()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, agent_timeout_seconds=5)


@pytest.fixture
def serve(settings: Settings, agents: FakeAgents) -> Serve:
    """Opens the service and a client to it. Several in a row see the same store."""

    @asynccontextmanager
    async def open_service(
        agents: FakeAgents = agents, compose: Any = None, **changes: Any
    ) -> AsyncIterator[httpx.AsyncClient]:
        app = create_app(settings.model_copy(update=changes), compose or fakes.composing(agents))
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=20) as client,
        ):
            yield client

    return open_service


@pytest.fixture
async def client(serve: Serve) -> AsyncIterator[httpx.AsyncClient]:
    async with serve() as one:
        yield one


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A Postgres server for the whole run."""
    with postgres_server() as server:
        yield server


@pytest.fixture
async def database(store_url: str) -> AsyncIterator[Database]:
    one = Database(store_url)
    await migrate(one)
    yield one
    await one.close()
