"""Every shell script of the repository, by what its first line or its name says, as shellcheck reads it."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infra.workflow_rules import SHELLCHECK
from tests.repository.tree import ROOT, name_of

BROKEN = Path(__file__).parent / "broken"
_BUILT = {".git", ".venv", "node_modules", "var", ".next", "out", "__pycache__"}
_FIRST_LINE = re.compile(rb"#!.*\b(?:sh|bash)\b")


def _is_a_script(path: Path) -> bool:
    if path.suffix in {".sh", ".bash"}:
        return True
    with path.open("rb") as file:
        return path.suffix == "" and _FIRST_LINE.match(file.readline(80)) is not None


def _scripts() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if name not in _BUILT and here / name != BROKEN)
        files = (here / name for name in sorted(names) if (here / name).is_file())
        yield from (file for file in files if _is_a_script(file))


SCRIPTS = list(_scripts())


def _remarks(script: Path) -> str:
    command = [SHELLCHECK, "--format=gcc", "--external-sources", script]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=script.parent).stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
def test_a_script_is_sound_and_can_be_run(script: Path) -> None:
    assert _remarks(script) == ""
    assert os.access(script, os.X_OK)


def test_the_scripts_of_set_up_and_of_integration_are_among_them() -> None:
    assert {".ci/run", "tools/setup"} <= {name_of(script) for script in SCRIPTS}


def test_a_script_that_is_not_sound_is_told() -> None:
    assert "SC2086" in _remarks(BROKEN / "shell/unquoted.sh")
