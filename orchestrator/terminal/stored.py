"""The store that a command works on: one that is there, and whose faults are told in a sentence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from orchestrator.failures import NoStore, StoreUnavailable
from orchestrator.settings import Settings
from orchestrator.store.engine import Database, open_database
from orchestrator.store.faults import refusal_of
from orchestrator.store.migrations import check_schema, migrate


@asynccontextmanager
async def opened(settings: Settings, *, to_write: bool) -> AsyncIterator[Database]:
    """The store of these settings; brought up to date where a command writes, as it stands where it only reads.

    Raises :class:`NoStore`, :class:`StoreUnavailable` and what a full, damaged or newer store is refused with: a store
    that is not there is never made.
    """
    url = make_url(settings.store_url)
    _check_there(url)
    try:
        database = open_database(settings)
        try:
            await (migrate(database) if to_write else check_schema(database))
            yield database
        finally:
            await database.close()
    except SQLAlchemyError as error:
        raise refusal_of(error) or StoreUnavailable(url.get_backend_name(), type(error).__name__) from None


def _check_there(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise NoStore(str(url.database))
