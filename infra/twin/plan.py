"""What is to be started: read from ``docker-compose.yml``, as Compose itself reads it, and turned to this machine.

A service's command, its environment and what it waits for are the file's. Only these are others: every address is the
loopback's with a free port, a volume is a folder, and the database is the one that is given.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.served import free_port
from infra.images.dockerfile import read_dockerfile

REPOSITORY = Path(__file__).resolve().parents[2]
COMPOSE = REPOSITORY / "docker-compose.yml"
DATABASE = "postgres"
WEB = "orchestrator"
_LOOPBACK = "127.0.0.1"
_OURS = ("PRIORAUTH_", "OTEL_", "DATABASE_URL", "POSTGRES_", "PORT")
"""How the variables begin that a container would not have of the person who starts it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A process: its service's name, how it is started, where it tells its health, and which others come before it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    health: str
    after: frozenset[str]

    @property
    def address(self) -> str:
        """Where it listens."""
        return self.health.rsplit("/", 1)[0]


def composed(file: Path = COMPOSE, **settings: str) -> Mapping[str, Any]:
    """The services of a Compose file, its variables filled in from the settings alone.

    Raises CalledProcessError where Compose refuses the file.
    """
    compose = Path(sys.executable).with_name("docker-compose")
    command = [str(compose), "--file", str(file), "--env-file", os.devnull, "config", "--format", "json"]
    said = subprocess.run(command, env=_outer() | settings, stdout=subprocess.PIPE, check=True)
    return json.loads(said.stdout)["services"]


def plan(services: Mapping[str, Any], folder: Path, database: str, web_port: int = 0, **settings: str) -> list[Part]:
    """The processes of our own services. ``settings`` are set for each beside what the file sets.

    Volumes are folders in ``folder``, and ``database`` is the address of an empty database. The port of the web is free
    unless one is given.
    """
    images = {one["image"]: REPOSITORY / one["build"]["dockerfile"] for one in services.values() if "build" in one}
    ours = {name: one for name, one in services.items() if one["image"] in images}
    ports = {name: web_port if name == WEB and web_port else free_port() for name in ours}
    places = _Places(ports, folder)
    return [
        Part(
            name=name,
            command=[*_entrypoint(images[one["image"]]), *places.arguments(name, one["command"])],
            environment=_outer() | places.environment(one, database) | settings,
            health=places.here(name, one["healthcheck"]["test"][-1]),
            after=frozenset(one.get("depends_on", {})) & set(ours),
        )
        for name, one in ours.items()
    ]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where on this machine each service is, and in which folder its volumes are."""

    ports: Mapping[str, int]
    folder: Path

    def arguments(self, name: str, command: Sequence[str]) -> list[str]:
        """A command's arguments, with the address to listen on."""
        turned = {"--host": _LOOPBACK, "--port": str(self.ports[name])}
        return [turned.get(before, word) for before, word in zip(["", *command], command, strict=False)]

    def environment(self, service: Mapping[str, Any], database: str) -> dict[str, str]:
        """A service's variables, with the places of this machine."""
        volumes = {one["target"]: str(self.folder / one["source"]) for one in service.get("volumes", [])}
        told = {name: volumes.get(value, self._turned(value)) for name, value in service["environment"].items()}
        return told | ({"DATABASE_URL": database} if "DATABASE_URL" in told else {})

    def here(self, name: str, address: str) -> str:
        """An address of a service's own, from within."""
        return re.sub(r"//[^/]+", f"//{_LOOPBACK}:{self.ports[name]}", address)

    def _turned(self, value: str) -> str:
        for name in self.ports:
            if value.startswith(f"http://{name}:"):
                return self.here(name, value)
        return value


def _entrypoint(dockerfile: Path) -> list[str]:
    """How the image begins, by this Python."""
    said = read_dockerfile(dockerfile).last("ENTRYPOINT")
    if said is None or said.words[0] != "python":
        raise ValueError(f"{dockerfile} does not begin with Python")
    return [sys.executable, *said.words[1:]]


def _outer() -> dict[str, str]:
    """This process's variables, less those that settle what a service does."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
