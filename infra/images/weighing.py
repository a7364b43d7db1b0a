"""What goes into an image beside its base, weighed without building it: its lock is installed, its files copied."""

import compileall
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from infra.images.dockerfile import read_dockerfile

REPOSITORY = Path(__file__).resolve().parents[2]
IMAGES: Mapping[str, Path] = {
    name: REPOSITORY / folder / "Dockerfile"
    for name, folder in (("orchestrator", "orchestrator"), ("agents", "agents"), ("lookups", "mcp_servers"))
}
RULES = ("skills", "policies")
_BUILT = {"ICD-10-CM": Path("var/icd10-cm.sqlite"), "workbench": Path("frontend/out")}
"""What a build makes, where `make setup` makes it."""
_MEGABYTE = 1024 * 1024


def weigh(image: str) -> Mapping[str, float]:
    """The megabytes of each kind of part of an image. Asks the package index for what is not kept of it.

    Raises FileNotFoundError before set-up, and CalledProcessError where a package cannot be installed.
    """
    dockerfile = read_dockerfile(IMAGES[image])
    instructions = [one for stage in dockerfile.stages for one in stage.instructions]
    words = [word for one in instructions if one.keyword == "COPY" for word in one.words]
    lock = next(word for word in words if word == f"requirements/{image}.lock")
    code = [word for word in dict.fromkeys(words) if (REPOSITORY / word / "__init__.py").is_file()]
    made = [name for name, path in _BUILT.items() if any(str(path) in one.rest for one in instructions)]
    with tempfile.TemporaryDirectory() as folder:
        return {
            "packages": _packages(Path(folder), lock),
            "code": sum(_compiled(Path(folder), package) for package in code),
            "rule book": size_of(REPOSITORY / one for one in RULES if one in words),
            **{name: size_of([REPOSITORY / _BUILT[name]]) for name in made},
        }


def size_of(places: Iterable[Path]) -> float:
    """The megabytes of files, and of all files in folders. Raises FileNotFoundError for what is not there."""
    whole = 0
    for place in places:
        files = (
            [one for one in place.rglob("*") if one.is_file() and not one.is_symlink()] if place.is_dir() else [place]
        )
        whole += sum(one.stat().st_size for one in files)
    return whole / _MEGABYTE


def _packages(folder: Path, lock: str) -> float:
    uv, target = str(Path(sys.executable).with_name("uv")), folder / "venv"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(target)], check=True)
    install = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--link-mode", "copy", "--require-hashes"]
    subprocess.run([*install, "--python", str(target), "-r", str(REPOSITORY / lock)], check=True)
    return size_of([target])


def _compiled(folder: Path, package: str) -> float:
    shutil.copytree(REPOSITORY / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "Dockerfile"))
    compileall.compile_dir(folder / package, quiet=1)
    return size_of([folder / package])
