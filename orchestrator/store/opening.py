"""A SQLite store's file before it is opened: made whole where there is none, refused where it cannot be a store.

SQLite itself takes an empty or missing file for a new database and throws away a log that was left beside it. A store
that lost its file would start empty, and nobody would be told.
"""

import os
import sqlite3
import tempfile
from pathlib import Path

from orchestrator.failures import StoreDamaged

_LOG = "-wal"


def prepare_file(name: str | None) -> None:
    """Makes a new store's file where there is none. Raises :class:`StoreDamaged` where there was one before."""
    if not name or name == ":memory:":
        return
    path = Path(name)
    log = path.with_name(path.name + _LOG)
    if path.exists():
        if path.stat().st_size == 0:
            raise StoreDamaged(f"the file {path} is empty, which no store ever is")
    elif log.exists() and log.stat().st_size > 0:
        raise StoreDamaged(f"the file {path} is missing, and its log {log.name} is there")
    else:
        _make(path)


def _make(path: Path) -> None:
    """A database without tables, complete before it has its name and readable by its owner alone.

    SQLite gives its other files the same mode. Where another process was quicker, its file stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(descriptor)
    try:
        connection = sqlite3.connect(unfinished)
        connection.execute("VACUUM")
        connection.close()
        if not path.exists():
            os.link(unfinished, path)
    except FileExistsError:
        return
    finally:
        os.unlink(unfinished)
