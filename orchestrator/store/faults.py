"""What a fault of the database means for those who use the store."""

import sqlite3
from collections.abc import Iterable

from psycopg.errors import DiskFull
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from orchestrator.failures import StoreDamaged, StoreFull, StoreUnreachable
from priorauth.errors import PriorAuthError

_PRIMARY_CODE = 0xFF
"""SQLite's extended result codes hold the primary one in their lowest byte."""
_FULL = (sqlite3.SQLITE_FULL,)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def refusal_of(error: Exception) -> PriorAuthError | None:
    """How a fault is told: the store is full, is damaged or does not answer; None for a fault of our own code."""
    if isinstance(error, DBAPIError):
        if isinstance(error.orig, DiskFull) or _is_sqlite(error.orig, _FULL):
            return StoreFull()
        if _is_sqlite(error.orig, _DAMAGED):
            return StoreDamaged()
    return StoreUnreachable() if isinstance(error, OperationalError | PoolTimeout) else None


def _is_sqlite(fault: BaseException | None, codes: Iterable[int]) -> bool:
    code = getattr(fault, "sqlite_errorcode", None)
    return code is not None and code & _PRIMARY_CODE in codes
