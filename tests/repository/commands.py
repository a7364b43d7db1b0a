"""The project's own commands as texts name them: each can be called so, with those options."""

import contextlib
import importlib.util
import io
import re
import shlex
from collections.abc import Iterator, Sequence

from orchestrator.terminal.arguments import parser_of_commands
from tests.repository.tree import ROOT

_FENCE = re.compile(r"^( *)```(?:sh|console)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_ENDS = {"|", "||", "&&", ";", "&", ">", ">>", "<", "2>", ")"}
_OURS = re.compile(r"(?:.*/)?(priorauth|make|python3?)")


def blocks_of(markdown: str) -> Iterator[str]:
    """The commands of each block of a page that is a shell's, a command a line; of a console's, what has a prompt."""
    for indented, block in _FENCE.findall(markdown):
        lines = [line.removeprefix(indented) for line in block.replace("\\\n", " ").splitlines()]
        prompted = any(line.startswith("$ ") for line in lines)
        yield "\n".join(_commands(iter(lines), prompted=prompted))


def _commands(lines: Iterator[str], *, prompted: bool) -> Iterator[str]:
    """A command ends where its quotes are closed."""
    for line in lines:
        if prompted and not line.startswith("$ "):
            continue
        command = line.removeprefix("$ ")
        while _is_open(command):
            command += f" {next(lines)}"
        yield command


def _is_open(command: str) -> bool:
    try:
        _words(command)
    except ValueError:
        return True
    return False


def problems_of_commands(script: str) -> Iterator[str]:
    """What is wrong with the calls of this project's commands in a script, one sentence each."""
    for call in calls_in(script):
        program, arguments = _program(call[0]), call[1:]
        if program == "priorauth":
            yield from _of_priorauth(arguments)
        elif program == "make":
            yield from (f"make {name}: no such target" for name in _targets(arguments) if name not in _made())
        elif arguments[:1] == ["-m"] and importlib.util.find_spec(arguments[1]) is None:
            yield f"python -m {arguments[1]}: no such module"


def calls_in(script: str) -> Iterator[Sequence[str]]:
    """Each call of this project's commands, as words; also one that another program is told to run."""
    for line in script.replace("\\\n", " ").splitlines():
        words = _words(line)
        for place, word in enumerate(words):
            if " " in word and re.search(r"\bpriorauth ", word):
                yield from calls_in(word)
            elif _program(word) and _begins(words, place):
                end = next((at for at, one in enumerate(words[place:], place) if one in _ENDS), len(words))
                yield words[place:end]


def _words(line: str) -> list[str]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars="();<>|&")
    lexer.whitespace_split = True
    return list(lexer)


def _program(word: str) -> str | None:
    found = _OURS.fullmatch(word)
    return found[1] if found else None


def _begins(words: Sequence[str], place: int) -> bool:
    """Whether a word is a command: first, after what ends another, or after a variable that is set for it."""
    before = words[place - 1] if place else ";"
    return before in _ENDS | {"(", "$", "do", "then", "--"} or re.fullmatch(r"[A-Z_]+=.*", before) is not None


def _of_priorauth(arguments: Sequence[str]) -> Iterator[str]:
    try:
        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            parser_of_commands().parse_args(list(arguments))
    except SystemExit as ended:
        if ended.code:
            yield f"priorauth {shlex.join(arguments)}: cannot be called so"


def _targets(arguments: Sequence[str]) -> Iterator[str]:
    yield from (word for word in arguments if not word.startswith("-") and "=" not in word)


def _made() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
