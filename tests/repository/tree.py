"""The files of the repository that people wrote."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("priorauth", "agents", "mcp_clients", "mcp_servers", "orchestrator")
_WRITTEN = (
    *PACKAGES,
    "docs",
    "evaluation",
    "examples",
    "infra",
    "policies",
    "skills",
    "tests",
    "tools",
    "requirements",
)
_TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".json", ".in", ".example", ".bicep"}
_NAMED = {"Makefile", "setup", "run"}


def modules(*packages: str) -> Iterator[Path]:
    """The Python files of packages."""
    for package in packages:
        yield from sorted((ROOT / package).rglob("*.py"))


def written_files() -> Iterator[Path]:
    """The text files of the repository; nothing that was built or installed."""
    found = [*ROOT.iterdir(), *(path for folder in _WRITTEN for path in (ROOT / folder).rglob("*"))]
    yield from sorted(path for path in found if path.is_file() and (path.suffix in _TEXT or path.name in _NAMED))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
