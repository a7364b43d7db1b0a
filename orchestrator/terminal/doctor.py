"""``priorauth doctor``: what works of this installation, a line each, and what to do about the rest."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator

from pydantic import TypeAdapter
from rich.text import Text

from orchestrator.doctor import Examined, examine
from orchestrator.settings import Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import Line, plain, rows, words
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.wording import QUIET
from priorauth.settings import SettingsInvalid
from telemetry.logs import configure_logging

_MARKS = {True: ("✓", "green"), False: ("✗", "bold red")}
_SEEN = TypeAdapter(tuple[Examined, ...])


def tell_health(read: Callable[[], Settings], screen: Screen, *, as_json: bool) -> Exit:
    """What was seen of each part. The exit code says whether every part that is needed works."""
    configure_logging(logging.CRITICAL)
    seen = asyncio.run(_examined(read))
    if as_json:
        screen.data(_SEEN.dump_json(seen, indent=2).decode())
    else:
        screen.show(health_lines(seen))
    return Exit.DONE if all(one.works for one in seen if one.required) else Exit.FAILED


async def _examined(read: Callable[[], Settings]) -> tuple[Examined, ...]:
    try:
        settings = read()
    except SettingsInvalid as error:
        advice = "Correct these variables; .env.example tells what each may be."
        return (Examined(part="settings", works=False, said=" ".join(str(error).split()), advice=advice),)
    return await examine(settings)


def health_lines(seen: Iterable[Examined]) -> Iterator[Line]:
    """A row for each part, what to do under it, and the sum."""
    parts = tuple(seen)
    yield from rows([_row(one) for one in parts])
    broken = [one for one in parts if one.required and not one.works]
    optional = [one for one in parts if not one.required and not one.works]
    if broken:
        yield plain(f"Does not work: {', '.join(one.part for one in broken)}.", style="bold red")
    else:
        yield plain("Everything that is needed works.", style="bold")
    if optional:
        yield plain(f"Does not work and is not needed: {', '.join(one.part for one in optional)}.", style=QUIET)


def _row(one: Examined) -> tuple[Text, Text, Text]:
    mark, style = _MARKS[one.works] if one.works or one.required else ("–", "yellow")
    return words(mark, style), words(one.part), words(f"{one.said} {one.advice}")
