"""What holds for every test: no network but the loopback, and examples that any run can repeat."""

import io
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from orchestrator.terminal.screen import screen_on
from tests.building.screens import Written

_LOOPBACK = ("127.", "::1", "localhost")

settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("repeatable")


def _refuse_remote(host: Any) -> None:
    if isinstance(host, str) and host and not host.startswith(_LOOPBACK):
        pytest.fail(f"A test reached for the network: {host}")


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple):
            _refuse_remote(address[0])
        connect(self, address)

    def guarded_resolve(host: Any, *rest: Any, **named: Any) -> Any:
        _refuse_remote(host.decode() if isinstance(host, bytes) else host)
        return resolve(host, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_resolve)
        yield


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, of each kind in turn; the folder of tests says which Postgres."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres").fresh()
    return f"sqlite:///{tmp_path / 'store.sqlite'}"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    """A screen as a program reads it: no terminal, no colors."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    streams = (io.StringIO(), io.StringIO())
    return Written(screen_on(*streams), streams)
