"""The store's schema, one step after the other. :func:`migrate` brings any store to the newest."""

from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from orchestrator.store.engine import Database

_ONE_AT_A_TIME = 7_402_026


async def migrate(database: Database) -> None:
    """Brings the store's schema to the newest revision. Processes that start together take turns."""
    await database.write(_migrate)


def _migrate(session: Session) -> None:
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
