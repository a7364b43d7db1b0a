"""A service in this process, on a store of its own, with fakes for agents."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from orchestrator.app import create_app
from orchestrator.settings import Settings
from orchestrator.store.engine import Database
from orchestrator.store.migrations import migrate
from tests.building.postgres import PostgresServer, postgres_server
from tests.integration.fakes import FakeAgents, composing

Serve = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


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
        app = create_app(settings.model_copy(update=changes), compose or composing(agents))
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
