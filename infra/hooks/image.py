"""The agents' image: built in the registry under a tag that its contents give, so the same is never built twice."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from infra.hooks.programs import CommandFailed, az, field
from infra.hooks.words import HookFailed, say

DOCKERFILE = Path("agents") / "Dockerfile"
REPOSITORY = "priorauth-agents"
_PLATFORM = "linux/amd64"
"""What the platform runs, by learn.microsoft.com, "Deploy a hosted agent", container requirements."""
_COPIED = re.compile(r"^COPY\s+(?!--from)(?:--\S+\s+)*(.+)\s+\S+\s*$", re.MULTILINE)
_TAG_CHARACTERS = 20


def image_in_registry(root: Path, registry: str, endpoint: str) -> str:
    """The agents' image in the registry, built there where it is not yet. Raises :class:`HookFailed`."""
    tag = content_tag(root)
    name = f"{REPOSITORY}:{tag}"
    if _is_there(registry, name):
        say(f"The agents' image {name} is in the registry.")
        return f"{endpoint}/{name}"
    say(f"Building the agents' image {name} in the registry; this takes some minutes.")
    run = az(
        *("acr", "build", "--registry", registry, "--image", name, "--file", str(DOCKERFILE)),
        *("--platform", _PLATFORM, "--no-logs", str(root)),
    )
    status = field(run, "status", str)
    if status != "Succeeded":
        logs = f"az acr task logs --registry {registry} --run-id {field(run, 'runId', str)}"
        raise HookFailed(f"The build of the agents' image ended as {status}.", logs)
    return f"{endpoint}/{name}"


def content_tag(root: Path) -> str:
    """A digest of all that the Dockerfile copies, and of itself. Raises :class:`HookFailed` where it copies nothing."""
    digest = hashlib.sha256()
    for path in sorted(set(_sources(root))):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()[:_TAG_CHARACTERS]


def _sources(root: Path) -> Iterator[Path]:
    """The files that go into the image; caches and hidden files do not."""
    dockerfile = root / DOCKERFILE
    if not dockerfile.is_file():
        raise HookFailed(f"{DOCKERFILE} is not there.", f"git checkout -- {DOCKERFILE.as_posix()}")
    yield dockerfile
    named = [source for found in _COPIED.findall(dockerfile.read_text(encoding="utf-8")) for source in found.split()]
    for source in named:
        place = root / source
        if not place.exists():
            raise HookFailed(f"{DOCKERFILE} copies '{source}', which is not there.", "git status")
        yield from _files(place)


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    for path in place.rglob("*"):
        parts = path.relative_to(place).parts
        if path.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts):
            yield path


def _is_there(registry: str, name: str) -> bool:
    try:
        az("acr", "repository", "show", "--name", registry, "--image", name)
    except CommandFailed as error:
        if error.not_found:
            return False
        raise
    return True
