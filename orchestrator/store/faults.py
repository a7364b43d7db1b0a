"""What a fault of the database means for those who use the store."""

import sqlite3

from psycopg.errors import DiskFull
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from orchestrator.failures import StoreDamaged, StoreFull, StoreUnreachable
from priorauth.errors import PriorAuthError

_PRIMARY_CODE = 0xFF
"""SQLite's extended result codes hold the primary one in their lowest byte."""
_DAMAGED = {
    sqlite3.SQLITE_CORRUPT: "its file is cut off, or pages of it are not what was written",
    sqlite3.SQLITE_NOTADB: "its file is no database, or the beginning of it is lost",
}


def refusal_of(error: Exception) -> PriorAuthError | None:
    """How a fault is told: the store is full, is damaged or does not answer; None for a fault of our own code."""
    if isinstance(error, DBAPIError):
        if isinstance(error.orig, DiskFull) or _is_sqlite(error.orig, sqlite3.SQLITE_FULL):
            return StoreFull()
        for code, found in _DAMAGED.items():
            if _is_sqlite(error.orig, code):
                return StoreDamaged(found)
    return StoreUnreachable() if isinstance(error, OperationalError | PoolTimeout) else None


def _is_sqlite(fault: BaseException | None, primary: int) -> bool:
    code = getattr(fault, "sqlite_errorcode", None)
    return code is not None and code & _PRIMARY_CODE == primary
