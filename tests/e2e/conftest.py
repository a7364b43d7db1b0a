"""A Postgres server for the tests with real processes."""

from collections.abc import Iterator

import pytest

from tests.building.postgres import PostgresServer, postgres_server


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server
