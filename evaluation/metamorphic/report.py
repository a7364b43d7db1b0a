"""The checks as a table for people, and each broken case in a line below it."""

from collections.abc import Iterator, Sequence

from evaluation.metamorphic.run import Check
from orchestrator.terminal.lines import BLANK, Line, plain, rows, words

_HEAD = ("check", "cases", "changes", "wrong outcome", "other wrong", "broken")


def table(checks: Sequence[Check]) -> Iterator[Line]:
    """One row for each check. "Other wrong" are answers with the same outcome on another route or other criteria."""
    yield plain("METAMORPHIC CHECKS", style="bold cyan")
    cells = [_HEAD, *(_row(one) for one in checks)]
    yield from rows([tuple(words(cell) for cell in row) for row in cells], indent=2)
    yield BLANK
    for one in checks:
        yield from _faults(one)


def _row(one: Check) -> tuple[str, ...]:
    outcomes = len(one.wrong_outcomes)
    named = ", ".join(dict.fromkeys(broken.case for broken in one.broken)) or "none"
    notes = f" ({one.notes})" if one.notes else ""
    return one.name, str(one.cases), str(one.changes), str(outcomes), str(len(one.broken) - outcomes), named + notes


def _faults(one: Check) -> Iterator[Line]:
    if one.broken:
        yield plain(f"{one.name}:", indent=2)
        for broken in one.broken:
            yield plain(f"{broken.case}: {broken.how}", indent=4)
