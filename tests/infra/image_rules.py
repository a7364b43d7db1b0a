"""What every image must keep to: each rule gives a sentence for each place where a Dockerfile does not."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from infra.images.dockerfile import Dockerfile
from tests.repository.tree import ROOT

PACKAGES = ("priorauth", "telemetry", "mcp_clients", "mcp_servers", "agents", "orchestrator")
LEFT_OUT = {
    "orchestrator/cli.py: evaluation": "`priorauth evaluate` measures the reading; it is no part of the service",
    "agents/hosted.py: azure": "asks hosted agents, which only the orchestrator does",
    "mcp_servers/icd10/build.py: simple_icd_10_cm": "builds the database when the image is built, from build.lock",
}
"""What a package imports and an image of it may lack, with the reason."""
RULE_BOOK = ("skills", "policies")
DATA = "var"
"""Where data are kept unless a setting says otherwise."""
_PLACE = re.compile(r'(?:REPOSITORY|parents\[2\])((?: / "[^"]+")+)')
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", re.MULTILINE)
_SECRET = re.compile(r"KEY|SECRET|PASSWORD|TOKEN", re.IGNORECASE)
_NAME = re.compile(r"^[A-Za-z0-9_.-]+")


def problems_of_bases(one: Dockerfile) -> Iterator[str]:
    """A base is a variable with a tag, so that whoever builds can pin it by digest."""
    defaults = dict(argument.rest.split("=", 1) for argument in one.arguments if argument.keyword == "ARG")
    names = {stage.name for stage in one.stages}
    for stage in one.stages:
        variable = re.fullmatch(r"\$\{(\w+_IMAGE)\}", stage.base)
        if stage.base in names:
            continue
        if variable is None or variable[1] not in defaults:
            yield f"the base {stage.base} is no variable with a default"
        elif ":" not in defaults[variable[1]] or defaults[variable[1]].endswith(":latest"):
            yield f"the base {defaults[variable[1]]} has no tag of a version"


def problems_of_user(one: Dockerfile) -> Iterator[str]:
    """Whoever runs is a number, so that a platform can see that it is not root."""
    user = one.last("USER")
    if user is None or not re.fullmatch(r"[1-9]\d*:[1-9]\d*", user.rest):
        yield f"it runs as {user.rest if user else 'root'}"


def problems_of_health(one: Dockerfile) -> Iterator[str]:
    """Its health is asked by Python, at the port that it exposes."""
    health, port = one.last("HEALTHCHECK"), one.last("EXPOSE")
    if health is None:
        yield "it has no health check"
    elif port is None or not re.search(
        rf'CMD \["python", "-m", "telemetry.health", "http://[^"]+:{port.rest}/', health.rest
    ):
        yield "its health check is not Python's, at the port that it exposes"


def problems_of_copies(one: Dockerfile, allowed: frozenset[str]) -> Iterator[str]:
    """Everything that is copied is there, and is sent to the build."""
    earlier: set[str | None] = set()
    for stage in one.stages:
        for copy in (each for each in stage.instructions if each.keyword == "COPY"):
            if copy.of_stage is not None:
                if copy.of_stage not in earlier:
                    yield f"it copies from {copy.of_stage}, which is no stage before"
                continue
            for source in copy.words[:-1]:
                if not (ROOT / source).exists():
                    yield f"it copies {source}, which is not there"
                if not any(source == one or source.startswith(f"{one}/") for one in allowed):
                    yield f"it copies {source}, which .dockerignore keeps back"
        earlier.add(stage.name)


def problems_of_words(one: Dockerfile) -> Iterator[str]:
    """No secret is in an image, and nothing comes but from the lock files."""
    for stage in one.stages:
        for each in stage.instructions:
            if each.keyword in ("ENV", "ARG") and _SECRET.search(each.rest.replace("PYTHON", "")):
                yield f"{each.keyword} names a secret"
            if each.keyword == "ADD" or re.search(r"\b(apt-get|curl|wget)\b", each.rest):
                yield f"{each.keyword} brings what no lock file names"
            if (
                each.keyword == "RUN"
                and re.search(r"install [^&]*\.lock", each.rest)
                and "--require-hashes" not in each.rest
            ):
                yield "it installs without hashes"


def problems_of_imports(one: Dockerfile) -> Iterator[str]:
    """All that the code of an image imports is in it: our packages are copied, the others stand in its lock file."""
    copied = {
        word for stage in one.stages for each in stage.instructions if each.keyword == "COPY" for word in each.words
    }
    packages = [package for package in PACKAGES if package in copied]
    locks = [word for word in copied if word.endswith(".lock") and Path(word).stem not in ("installer", "build")]
    installed = {name for lock in locks for name in pins(ROOT / lock)}
    for package in packages:
        for place, imported in imports_of(package):
            if imported in PACKAGES or not distributions_of(imported):
                if imported not in packages and f"{place}: {imported}" not in LEFT_OUT:
                    yield f"{place} imports {imported}, which is not copied"
            elif not distributions_of(imported) & installed and f"{place}: {imported}" not in LEFT_OUT:
                yield f"{place} imports {imported}, which no lock file of the image has"


def problems_of_places(one: Dockerfile) -> Iterator[str]:
    """Every place of the repository that the code of an image names is in it, and so is the rule book."""
    instructions = [each for stage in one.stages for each in stage.instructions]
    copied = {each.words[-1] for each in instructions if each.keyword == "COPY"}
    made = " ".join(each.rest for each in instructions if each.keyword in ("RUN", "ENV"))
    for place in (*RULE_BOOK, *(place for package in PACKAGES if package in copied for place in places_in(package))):
        is_there = any(place == one or place.startswith(f"{one}/") for one in copied) or f" {place} " in f"{made} "
        if not is_there and not (place == DATA and "PRIORAUTH_DATA_DIR=" in made):
            yield f"the code reads {place}, which is not there"


def problems_of_lock(lock: Mapping[str, str], tested: Mapping[str, str]) -> Iterator[str]:
    """An image has of every package the version that the tests ran with."""
    for name, version in lock.items():
        if tested.get(name) != version:
            yield f"{name} is {version} here, and {tested.get(name)} in dev.lock"


def problems_of_extras(lock: Mapping[str, str], *extras: str) -> Iterator[str]:
    """Everything that pyproject.toml asks for is in the lock file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    for requirement in wanted:
        name = normalized(_NAME.findall(requirement)[0])
        if name not in lock:
            yield f"{name} is not in the lock file"


def pins(lock: Path) -> dict[str, str]:
    """The version of each package in a lock file."""
    return {normalized(name): version for name, version in _PINNED.findall(lock.read_text(encoding="utf-8"))}


def normalized(name: str) -> str:
    """A package's name, as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def sent_to_builds() -> frozenset[str]:
    """What .dockerignore lets through."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return frozenset(line[1:] for line in lines if line.startswith("!"))


@cache
def imports_of(package: str) -> tuple[tuple[str, str], ...]:
    """The modules of a package with what they import, by the first part of its name; not the standard library."""
    found: dict[tuple[str, str], None] = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            for name in (one.split(".")[0] for one in names):
                if name not in sys.stdlib_module_names:
                    found[path.relative_to(ROOT).as_posix(), name] = None
    return tuple(found)


@cache
def places_in(package: str) -> tuple[str, ...]:
    """The places that a package names, from the repository's root."""
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / package).rglob("*.py")))
    return tuple(dict.fromkeys("/".join(re.findall(r'"([^"]+)"', found)) for found in _PLACE.findall(code)))


@cache
def distributions_of(module: str) -> frozenset[str]:
    """The packages that bring a module."""
    return frozenset(normalized(name) for name in _installed().get(module, ()))


@cache
def _installed() -> Mapping[str, list[str]]:
    return packages_distributions()
