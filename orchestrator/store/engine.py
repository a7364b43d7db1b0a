"""One engine factory for SQLite and Postgres, and the two kinds of work on it: reading and writing.

A unit of work runs whole in a thread, as one transaction: the event loop waits for one thing, not for every statement.
SQLite runs in WAL mode with ``synchronous=FULL``: what was committed survives a kill and a power cut. Its writers have
one thread and take the lock when they begin (``BEGIN IMMEDIATE``), so none waits in vain or has to be tried again.
"""

import asyncio
import secrets
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Concatenate, ParamSpec, TypeVar, TypeVarTuple

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from orchestrator.settings import Settings
from orchestrator.store.azure_identity import Password, azure_password, over_tls
from orchestrator.store.opening import prepare_file

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Values = TypeVarTuple("Values")

_WRITES = "priorauth_writes"
_SNAPSHOT = "REPEATABLE READ"
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")
_THREADS = 8
_TRUSTED_SECONDS = 1.0
"""A connection that was used so lately is taken without a question, which would cost a round trip a transaction."""
_GIVEN_BACK = "given_back"
PROCESS = "process"
"""Under this name a session knows which open store it belongs to."""


class Database:
    """An open store. Close it with :meth:`close`.

    ``password``, where it is given, is asked at each connection to Postgres in place of the address's own.
    """

    def __init__(self, url: str, password: Password | None = None) -> None:
        self._engine = open_engine(url, password)
        self.password = password
        self.process = secrets.token_hex(4)
        self.url = self._engine.url.render_as_string(hide_password=False)
        self.is_sqlite = self._engine.dialect.name == "sqlite"
        self._reader = self._engine if self.is_sqlite else self._engine.execution_options(isolation_level=_SNAPSHOT)
        self.writing_engine = self._engine.execution_options(**{_WRITES: True})
        self._readers = ThreadPoolExecutor(_THREADS, "store-reader")
        self._writers = ThreadPoolExecutor(1 if self.is_sqlite else _THREADS, "store-writer")

    @property
    def kind(self) -> str:
        """What the store runs on, without address or credentials."""
        return self._engine.dialect.name

    def _session(self, engine: Engine) -> Session:
        return Session(engine, expire_on_commit=False, info={PROCESS: self.process})

    async def read(
        self,
        work: Callable[Concatenate[Session, Arguments], Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """What ``work`` gives, on a session that sees one consistent state.

        It ends with a commit: after a rollback psycopg plans its prepared statements anew, a third of Postgres' work.
        """

        def run() -> Result:
            with self._session(self._reader) as session, session.begin():
                return work(session, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._readers, run)

    async def write(
        self,
        work: Callable[Concatenate[Session, Arguments], Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """What ``work`` gives, in one transaction: committed when this returns, rolled back by an exception."""

        def run() -> Result:
            with self._session(self.writing_engine) as session, session.begin():
                return work(session, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._writers, run)

    async def beside_writers(self, work: Callable[[*Values], Result], *args: *Values) -> Result:
        """What ``work`` gives, in a thread of the writers; it opens its own transactions on ``writing_engine``."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, work, *args)

    async def overwrite_deleted(self) -> bool:
        """Leaves no byte of what was deleted in a SQLite store's files, by writing them anew, which takes as much room.

        False where that could not be done: no room, another process at work, or a database that does it by itself.
        """
        return self.is_sqlite and await asyncio.get_running_loop().run_in_executor(self._writers, self._compact)

    def _compact(self) -> bool:
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            if cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'case_search'").fetchone():
                cursor.execute("INSERT INTO case_search (case_search) VALUES ('optimize')")
            cursor.execute("VACUUM")
            busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
        finally:
            connection.close()
        return not busy

    async def close(self) -> None:
        """Waits for work that has begun and closes all connections."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._writers.shutdown()
        self._readers.shutdown()
        self._engine.dispose()


def open_database(settings: Settings) -> Database:
    """The store that an operator set. Raises :class:`SettingsInvalid` where what signs in to it is not installed."""
    return Database(settings.store_url, azure_password() if settings.database_identity else None)


def open_engine(address: str, password: Password | None = None) -> Engine:
    """An engine for SQLite or Postgres. Statements' parameters stand in no message.

    Raises ``StoreDamaged`` for a SQLite file that cannot be a store.
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url.set(drivername="sqlite+pysqlite"))
    engine = _postgres_engine((url if password is None else over_tls(url)).set(drivername="postgresql+psycopg"))
    if password is not None:

        @event.listens_for(engine, "do_connect")
        def sign_in(_: object, __: object, ___: object, parameters: dict[str, Any]) -> None:
            parameters["password"] = password()

    return engine


def _postgres_engine(url: URL) -> Engine:
    """The connection used last is used next, so that few are at work and know their statements.

    One that lay idle is asked first whether the database is still there: after a restart none of them is, and the first
    that is found so is the end of all.
    """
    engine = create_engine(url, hide_parameters=True, pool_size=_THREADS, max_overflow=_THREADS, pool_use_lifo=True)

    @event.listens_for(engine, "checkin")
    def note(_: object, entry: ConnectionPoolEntry) -> None:
        entry.info[_GIVEN_BACK] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def check(connection: Any, entry: ConnectionPoolEntry, _: object) -> None:
        given_back = entry.info.get(_GIVEN_BACK)
        if given_back is None or time.monotonic() - given_back < _TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except psycopg.OperationalError as error:
            raise InvalidatePoolError from error

    return engine


def _sqlite_engine(url: URL) -> Engine:
    prepare_file(url.database)
    engine = create_engine(url, hide_parameters=True, connect_args={"isolation_level": None})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
