"""The one writer: results to standard output, progress and errors to standard error, plain where nobody watches."""

import io
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console
from rich.text import Text

from orchestrator.terminal.lines import Line, words

PLAIN_WIDTH = 100
_WIDEST = 120


@dataclass(frozen=True, slots=True)
class Screen:
    """Two streams. Neither writes colors or other codes where it is no terminal."""

    out: Console
    err: Console

    def show(self, lines: Iterable[Line]) -> None:
        """Writes lines of a result."""
        _write(self.out, lines)

    def tell(self, lines: Iterable[Line]) -> None:
        """Writes lines beside the result: progress, errors."""
        _write(self.err, lines)

    def complain(self, sentence: str) -> None:
        """Writes what went wrong, a line for each line of the sentence."""
        first, *others = sentence.splitlines() or [""]
        self.tell([Line(words(first), Text("priorauth: ", "bold red")), *(_kept(other) for other in others)])

    def data(self, text: str) -> None:
        """Writes a line for a program, untouched."""
        self.out.file.write(text + "\n")
        self.out.file.flush()


def screen_of_process() -> Screen:
    """The screen on this process's own streams."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    return screen_on(sys.stdout, sys.stderr)


def screen_on(out: TextIO, err: TextIO) -> Screen:
    """A screen on two streams."""
    return Screen(_console(out), _console(err))


def _console(stream: TextIO) -> Console:
    console = Console(file=stream, markup=False, highlight=False, emoji=False)
    console.width = min(console.width, _WIDEST) if console.is_terminal else PLAIN_WIDTH
    return console


def _write(console: Console, lines: Iterable[Line]) -> None:
    for line in lines:
        for text in line.wrapped(console.width):
            console.print(text, soft_wrap=True)


def _kept(line: str) -> Line:
    """A line whose own indentation stays."""
    text = line.lstrip()
    return Line(words(text), indent=len(line) - len(text))
