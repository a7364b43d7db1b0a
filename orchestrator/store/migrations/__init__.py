"""The store's schema, one step after the other. :func:`migrate` brings any store to the newest."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from orchestrator.failures import StoreDamaged, StoreTooNew
from orchestrator.store.base import Table
from orchestrator.store.engine import Database
from orchestrator.store.faults import refusal_of
from telemetry.logs import fields

_log = logging.getLogger(__name__)
_ONE_AT_A_TIME = 7_402_026
_CHECKED_WHOLE_BYTES = 1024**3
"""Up to here a SQLite store is read whole at the start: 0.13 s for 200 MB in memory, a disk's own time otherwise."""


async def migrate(database: Database) -> None:
    """Brings the store's schema to the newest revision. Processes that start together take turns.

    Raises what :func:`check_schema` raises; such a store is left as it is.
    """
    try:
        await database.write(_migrate)
    except DatabaseError as error:
        raise _told(error) from None


async def check_schema(database: Database) -> None:
    """Refuses a store that this version cannot read, and changes nothing.

    Raises :class:`StoreTooNew`, and :class:`StoreDamaged` where pages or tables are not those of a store.
    """
    try:
        await database.read(_check)
    except DatabaseError as error:
        raise _told(error) from None


def _told(error: DatabaseError) -> Exception:
    found = refusal_of(error)
    return found if isinstance(found, StoreDamaged) else error


def _migrate(session: Session) -> None:
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    _check(session)
    upgrade(connection, "head")


def upgrade(connection: Connection, revision: str) -> None:
    """Brings the schema to a revision."""
    command.upgrade(_config(connection), revision)


def _check(session: Session) -> None:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        _check_pages(connection)
    current = MigrationContext.configure(connection).get_current_revision()
    script = ScriptDirectory.from_config(_config(connection))
    if current is not None and current not in {one.revision for one in script.walk_revisions()}:
        raise StoreTooNew(current)
    if current == script.get_current_head():
        missing = sorted(set(Table.metadata.tables) - set(inspect(connection).get_table_names()))
        if missing:
            raise StoreDamaged(f"it has no table {', '.join(missing)}")


def _check_pages(connection: Connection) -> None:
    """Whether every page is one. What stands in the pages is proven by ``priorauth audit verify``."""
    pages = connection.scalar(text("PRAGMA page_count")) * connection.scalar(text("PRAGMA page_size"))
    if pages > _CHECKED_WHOLE_BYTES:
        _log.warning("store.not_read_whole", extra=fields(bytes=pages, limit=_CHECKED_WHOLE_BYTES))
    elif connection.scalar(text("PRAGMA quick_check(1)")) != "ok":
        raise StoreDamaged("pages of its file are not what was written")


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
