"""The whole service as processes of their own: five lookups, four agents, and the orchestrator that asks them."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from mcp_servers.registry import SERVERS
from priorauth.inputs import AgentName
from tests.e2e.processes import ROOT, await_health, free_port


@dataclass(frozen=True)
class Twin:
    """A client of the orchestrator, and the file into which each process says everything, by its name."""

    client: httpx.Client
    said: Mapping[str, Path]


@contextmanager
def twin(folder: Path, **settings: str) -> Iterator[Twin]:
    """The service of ten processes, until the context ends: then each is asked to stop, and waited for."""
    ports = {name: free_port() for name in (*(one.name for one in SERVERS), *(one.value for one in AgentName), "web")}
    environment = os.environ | settings | _addresses(ports) | {"PRIORAUTH_DATA_DIR": str(folder)}
    said = {name: folder / f"{name}.said" for name in ports}
    with ExitStack() as stack:
        started = {name: stack.enter_context(_started(name, ports[name], environment, said[name])) for name in ports}
        for name in (*(one.name for one in SERVERS), *(one.value for one in AgentName)):
            _await(f"http://127.0.0.1:{ports[name]}/{'readiness' if name in set(AgentName) else 'healthz'}")
        with httpx.Client(base_url=f"http://127.0.0.1:{ports['web']}", timeout=60) as client:
            await_health(client, started["web"])
            yield Twin(client, said)


def _addresses(ports: Mapping[str, int]) -> dict[str, str]:
    lookups = {f"PRIORAUTH_MCP_{one.name.upper()}_URL": f"http://127.0.0.1:{ports[one.name]}/mcp" for one in SERVERS}
    agents = {f"PRIORAUTH_AGENT_{one.name}_URL": f"http://127.0.0.1:{ports[one.value]}" for one in AgentName}
    return lookups | agents | {"PRIORAUTH_AGENTS": "http"}


@contextmanager
def _started(name: str, port: int, environment: Mapping[str, str], said: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", *_module(name), "--port", str(port)]
    with said.open("wb") as out, subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out) as one:
        try:
            yield one
        finally:
            one.terminate()
            one.wait(30)


def _module(name: str) -> list[str]:
    if name == "web":
        return ["orchestrator.cli", "serve"]
    return ["agents" if name in set(AgentName) else "mcp_servers", "serve", name]


def _await(address: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if httpx.get(address, timeout=5).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")
