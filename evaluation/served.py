"""A real server process on a loopback port, and what a client and the operating system see of it."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import psutil

from evaluation.records import REPOSITORY
from evaluation.stores import Store, sqlite
from orchestrator.terminal.serve import listening

_START_LIMIT_SECONDS = 60.0
_CASE_LIMIT_SECONDS = 120.0
_STOP_LIMIT_SECONDS = 20.0
_PAUSE_SECONDS = 0.02
_MEGABYTE = 1024 * 1024
_NO_MORE: Mapping[str, str] = {}
COMMAND = (sys.executable, "-m", "orchestrator.cli")


@dataclass(frozen=True)
class Served:
    """A server that is ready. ``ready_after`` is in seconds from the start of its process."""

    client: httpx.Client
    process: psutil.Process
    ready_after: float

    @property
    def address(self) -> str:
        """Where it answers, without a slash at the end."""
        return str(self.client.base_url).rstrip("/")

    def review(self, body: dict[str, Any]) -> float:
        """Submits a case and waits for its recommendation: the seconds between."""
        began = time.perf_counter()
        answer = self.client.post("/api/cases", json=body)
        answer.raise_for_status()
        with self.client.stream("GET", answer.json()["links"]["events"]) as events:
            for _ in events.iter_lines():
                if time.perf_counter() - began > _CASE_LIMIT_SECONDS:
                    raise TimeoutError(f"no recommendation within {_CASE_LIMIT_SECONDS:g} s")
        return time.perf_counter() - began

    def cpu_seconds(self) -> float:
        """CPU time of the process and its children, so far."""
        return cpu_seconds(self.process)

    def megabytes(self) -> tuple[float, float]:
        """Resident memory of the process itself, and of its children."""
        children = (child.memory_info().rss for child in self.process.children(recursive=True))
        return self.process.memory_info().rss / _MEGABYTE, sum(children) / _MEGABYTE


def cpu_seconds(process: psutil.Process) -> float:
    """CPU time of a process, so far, with all that it started: what runs, and what it saw the end of."""
    own = process.cpu_times()
    children = (child.cpu_times() for child in process.children(recursive=True))
    return sum(one.user + one.system for one in (own, *children)) + own.children_user + own.children_system


@contextmanager
def served(store: Store | None = None, settings: Mapping[str, str] = _NO_MORE) -> Iterator[Served]:
    """A server on a free port, ready to be asked; gone at the end. On a SQLite store of its own unless one is given."""
    with ExitStack() as stack:
        yield stack.enter_context(serving(store or stack.enter_context(sqlite()), free_port(), settings))


@contextmanager
def serving(store: Store, port: int, settings: Mapping[str, str] = _NO_MORE) -> Iterator[Served]:
    """A server on a store and a port, ready to be asked; stopped at the end, if it still runs then.

    ``settings`` are variables of its environment, beside this process's.
    """
    began = time.perf_counter()
    command = (*COMMAND, "serve", "--port", str(port), "--data-dir", str(store.directory))
    environment = {**store.environment(), **settings}
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=_CASE_LIMIT_SECONDS) as client:
                _wait_until_ready(client, process, began)
                yield Served(client, psutil.Process(process.pid), time.perf_counter() - began)
        finally:
            _stop(process)


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with listening("127.0.0.1", 0) as free:
        return free.getsockname()[1]


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes], began: float) -> None:
    while time.perf_counter() - began < _START_LIMIT_SECONDS and process.poll() is None:
        try:
            if client.get("/ready").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(_PAUSE_SECONDS)
    raise RuntimeError(f"the server was not ready within {_START_LIMIT_SECONDS:g} s; exit code {process.poll()}")


@dataclass
class Pulse:
    """Asks ``/health`` every so often from its own thread and connection, and keeps how long each answer took."""

    address: httpx.URL
    every_seconds: float = 0.01
    seconds: list[float] = field(default_factory=list)

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beats as long as the context is open."""
        stop = threading.Event()
        thread = threading.Thread(target=self._beat, args=(stop,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(timeout=_CASE_LIMIT_SECONDS)

    @property
    def worst(self) -> float:
        """The longest wait, in seconds."""
        return max(self.seconds, default=0.0)

    def _beat(self, stop: threading.Event) -> None:
        with httpx.Client(base_url=self.address, timeout=_CASE_LIMIT_SECONDS) as client:
            while not stop.wait(self.every_seconds):
                began = time.perf_counter()
                client.get("/health")
                self.seconds.append(time.perf_counter() - began)
