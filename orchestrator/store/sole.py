"""A SQLite store belongs to one serving process: a lock on a file beside it, which the system frees when that dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestrator.failures import StoreInUse


@contextmanager
def held_alone(store: Path) -> Iterator[None]:
    """Holds a store until the context ends.

    Raises :class:`StoreInUse` where another process holds it, and ``OSError`` where its folder cannot be made.
    """
    store.parent.mkdir(parents=True, exist_ok=True)
    with store.with_name(store.name + ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreInUse(store) from None
        yield
