"""The process twin of ``docker-compose.yml``, and a client of its service."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from infra.twin.plan import composed, plan
from infra.twin.running import Twin, running


@dataclass(frozen=True)
class ServedTwin:
    """A twin whose parts are all healthy, and a client of its orchestrator."""

    twin: Twin
    client: httpx.Client


@contextmanager
def served_twin(folder: Path, database: str, **settings: str) -> Iterator[ServedTwin]:
    """The service of ten processes on an empty Postgres database, until the context ends."""
    parts = plan(composed(), folder, database, **settings)
    with running(parts, folder) as twin, httpx.Client(base_url=twin.address, timeout=120) as client:
        yield ServedTwin(twin, client)
