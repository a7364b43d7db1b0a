"""What measuring gives: figures, each beside what the project asks of it, and how they are printed."""

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from orchestrator.terminal.lines import Line, plain, rows, words
from orchestrator.terminal.screen import screen_of_process


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement. ``target`` is what the project asks of it, where it asks something."""

    name: str
    measured: str
    target: str = ""
    beside: str = ""


def percentile(seconds: Sequence[float], percent: int) -> float:
    """In milliseconds. One time alone is every percentile of itself."""
    if len(seconds) == 1:
        return seconds[0] * 1000
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000


def show(title: str, figures: Iterable[Figure]) -> None:
    """Prints a group of figures once all are known."""
    table = list(figures)
    screen_of_process().show([plain(title.upper(), style="bold cyan"), *_table(table)])


def _table(figures: list[Figure]) -> Iterator[Line]:
    table = [(figure.name, figure.measured, figure.target or "no target", figure.beside) for figure in figures]
    return rows([tuple(words(cell) for cell in row) for row in table], indent=2)
