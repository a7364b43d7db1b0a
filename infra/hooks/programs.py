"""The one place where ``az`` and ``azd`` are called: their JSON as types, their errors in words.

Every call asks for JSON. What a program writes beside it is shown in its first sentence only, without secrets.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from infra.hooks.words import HookFailed, without_secrets

_LONGEST_SECONDS = 1800
_MOST_CHARACTERS = 400
_NOT_FOUND = re.compile(r"not ?found|does not exist|could not be found|\b404\b", re.IGNORECASE)
_INSTALL = {
    "az": "https://learn.microsoft.com/cli/azure/install-azure-cli",
    "azd": "https://learn.microsoft.com/azure/developer/azure-developer-cli/install-azd",
}
Kind = TypeVar("Kind")


class ProgramMissing(HookFailed):
    """A program that is not on the path."""


class CommandFailed(HookFailed):
    """A program that ended with an error. ``not_found`` says that what was asked for is not there."""

    def __init__(self, sentence: str, mend: str, *, not_found: bool) -> None:
        super().__init__(sentence, mend)
        self.not_found = not_found


def az(*arguments: str) -> Any:
    """What ``az`` answers; None where it answers nothing. Raises :class:`HookFailed`."""
    return _asked("az", (*arguments, "--output", "json", "--only-show-errors"))


def az_rest(method: str, url: str, audience: str, body: Mapping[str, Any] | None = None) -> Any:
    """What an interface of Azure answers to ``az``, which signs in to its ``audience``. Raises :class:`HookFailed`.

    A body goes in a file: its quotes and bars would not survive the shell that starts ``az`` on Windows.
    """
    asked = ("rest", "--method", method, "--url", url, "--resource", audience)
    if body is None:
        return az(*asked)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "body.json"
        file.write_text(json.dumps(body), encoding="utf-8")
        return az(*asked, "--headers", "Content-Type=application/json", "--body", f"@{file}")


def azd(*arguments: str) -> Any:
    """What ``azd`` answers. Raises :class:`HookFailed`."""
    return _asked("azd", (*arguments, "--output", "json"))


def field(told: Any, path: str, kind: type[Kind]) -> Kind:
    """A field of an answer, by its names with dots between. Raises :class:`HookFailed` where it is not there."""
    value = told
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if not isinstance(value, kind):
        raise HookFailed(f"Azure answered without '{path}', which its documentation promises.", "az upgrade")
    return value


def number(told: Any, path: str) -> float:
    """A field of an answer that is a number. Raises :class:`HookFailed` where it is not there."""
    value = told.get(path) if isinstance(told, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise HookFailed(f"Azure answered without the number '{path}', which its documentation promises.", "az upgrade")
    return value


def items(told: Any) -> Iterator[Any]:
    """The members of a list that was answered. Raises :class:`HookFailed` where it is none."""
    if not isinstance(told, list):
        raise HookFailed("Azure answered with something else than a list.", "az upgrade")
    yield from told


def known_values() -> dict[str, str]:
    """The process's environment, and over it the values of the chosen azd environment: a shell may hold older ones.

    Raises :class:`HookFailed` where no environment is chosen.
    """
    told: Mapping[str, Any] = azd("env", "get-values")
    return dict(os.environ) | {name: str(value) for name, value in told.items()}


def _asked(program: str, arguments: tuple[str, ...]) -> Any:
    found = shutil.which(program)
    if found is None:
        raise ProgramMissing(f"{program} is not installed, or not on the path.", _INSTALL[program])
    try:
        done = subprocess.run(
            [found, *arguments], capture_output=True, text=True, timeout=_LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise HookFailed(f"'{_named(program, arguments)}' had no answer after {_LONGEST_SECONDS} s.") from None
    if done.returncode != 0:
        raise _failed(program, arguments, done.stderr or done.stdout)
    return _parsed(program, arguments, done.stdout)


def _parsed(program: str, arguments: tuple[str, ...], text: str) -> Any:
    try:
        return json.loads(text) if text.strip() else None
    except ValueError:
        raise HookFailed(f"'{_named(program, arguments)}' answered with something that is no JSON.") from None


def _failed(program: str, arguments: tuple[str, ...], text: str) -> CommandFailed:
    lines = [line.strip().removeprefix("ERROR: ") for line in text.splitlines() if line.strip()]
    said = without_secrets(lines[0] if lines else "it gave no reason")[:_MOST_CHARACTERS].rstrip(".")
    sentence = f"'{_named(program, arguments)}' failed: {said}."
    return CommandFailed(sentence, "", not_found=_NOT_FOUND.search(said) is not None)


def _named(program: str, arguments: tuple[str, ...]) -> str:
    """The command by its words, without its options, whose values are nobody's business."""
    words: list[str] = []
    for argument in arguments:
        if argument.startswith("-"):
            break
        words.append(argument)
    return " ".join((program, *words))
