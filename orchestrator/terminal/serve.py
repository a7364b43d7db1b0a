"""``priorauth serve``: the service on one address, until it is asked to stop."""

import asyncio
import gc
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from orchestrator.app import create_app
from orchestrator.binding import check_bind
from orchestrator.settings import Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import plain
from orchestrator.terminal.screen import Screen
from priorauth.errors import PriorAuthError
from telemetry.logs import configure_logging
from telemetry.serving import ReturningServer

if TYPE_CHECKING:
    from fastapi import FastAPI

_YOUNG_OBJECTS = 10_000
_GRACE_SECONDS = 5


class CannotServe(PriorAuthError):
    """The address cannot be listened on, or the data directory cannot be made."""

    code = "cannot_serve"


class _Server(ReturningServer):
    """The progress streams are told first that it ends, for a server waits for its open connections."""

    def __init__(self, config: uvicorn.Config, app: "FastAPI") -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.service.bulletin.close()
        await super().shutdown(sockets)


def serve(host: str, port: int, settings: Settings, screen: Screen) -> Exit:
    """Serves until a signal. Raises ``BindRefused``, :class:`CannotServe` and what composing the service raises."""
    check_bind(host, settings)
    _make(settings.data_dir)
    configure_logging()
    with listening(host, port) as listener:
        address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        screen.tell([plain(f"Starting at {address}, data in {settings.data_dir}. Ctrl-C stops it.")])
        app = create_app(settings)
        with asyncio.Runner(loop_factory=_config(app).get_loop_factory()) as runner:
            runner.run(_serve(listener, app))
    screen.tell([plain("Stopped. What was accepted is stored, and is finished at the next start.")])
    return Exit.DONE


def serve_one_agent(name: str, host: str, port: int, settings: Settings, screen: Screen) -> Exit:
    """Serves one agent until a signal, as the agents' image does.

    Raises ``BindRefused``, and what the rule book and settings that the agent cannot work with are refused with.
    """
    from orchestrator.bootstrap import serve_agent  # it names the agents, which the service's own start composes later

    check_bind(host, settings)
    screen.tell([plain(f"Starting the {name} agent at http://{host}:{port}. Ctrl-C stops it.")])
    serve_agent(name, host, port, settings)
    return Exit.DONE


def _config(app: "FastAPI") -> uvicorn.Config:
    """It takes the quicker event loop and parser (``uvloop``, ``httptools``) where they are installed."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


async def _serve(listener: socket.socket, app: "FastAPI") -> None:
    """The application's lifespan is entered here, so that a start that fails ends in a sentence and no traceback."""
    async with app.router.lifespan_context(app):
        _spare_the_collector()
        await _Server(_config(app), app).serve([listener])


def _spare_the_collector() -> None:
    """What the start made stays, so the garbage collector need not walk it again; and it looks for young garbage less
    often, since a case makes many objects that are freed without it. It saves 4 % of a case's CPU time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens on the address. Raises :class:`CannotServe`.

    It says that it speaks TCP, which ``create_server`` leaves open: only then asyncio turns Nagle's algorithm off, with
    which every answer on a kept connection waits 40 ms for an acknowledgement.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        opened = socket.create_server((host, port), family=family, backlog=1024)
        return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=opened.detach())
    except OSError as error:
        reason = f"cannot listen on {host}, port {port}: {error.strerror}"
        raise CannotServe(f"The service {reason}. Choose another with --host and --port.") from None


def _make(directory: Path) -> None:
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotServe(f"The data directory {directory} cannot be made: {error.strerror}.") from None
