"""``priorauth overrides report``: how often recommendations are overridden, where, and why."""

import argparse
import asyncio
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from orchestrator.clock import utc_now
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.overrides import read_overrides
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import BLANK, Line, joined, plain, rows, shortened, words
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.stored import opened
from orchestrator.terminal.wording import QUIET, counted
from priorauth.metric_definitions import bounds_of, check_year
from priorauth.overrides import By, Direction, OverrideReport, Table
from priorauth.recommendation import Outcome
from priorauth.shares import Share

_RECOMMENDED = {Outcome.PEND: "to pend", Outcome.APPROVE: "to approve"}


def tell_overrides(options: argparse.Namespace, settings: Settings, screen: Screen) -> Exit:
    """The report of a year's determinations, or of all. Raises ``YearOutOfRange`` and what :func:`opened` raises."""
    by = tuple(By) if options.by is None else (By(options.by),)
    report = asyncio.run(_report(options.year, by, settings))
    if options.json:
        screen.data(report.model_dump_json())
    else:
        screen.show(override_lines(report))
    return Exit.DONE


async def _report(year: int | None, by: tuple[By, ...], settings: Settings) -> OverrideReport:
    zone = ZoneInfo(settings.time_zone)
    if year is not None:
        check_year(year, utc_now().astimezone(zone).date())
    bounds = bounds_of(year, zone) if year is not None else None
    async with opened(settings, to_write=False) as database:
        scope = Scope(settings.tenant, "command line", Purpose.AUDIT)
        return await database.read(read_overrides, scope, bounds, by)


def override_lines(report: OverrideReport) -> Iterator[Line]:
    """The rate of all, each direction, then the tables."""
    yield plain(f"OVERRIDES: {_told(report.overrides)} of all determinations", style="bold")
    if report.unknown:
        said = f"{counted(report.unknown, 'determination')} of an older version did not tell, and are in no rate."
        yield plain(said, indent=2, style="yellow")
    yield BLANK
    yield plain("DIRECTION: of the determinations on the same recommendation", style="bold cyan")
    yield from rows([(words(_way(one)), words(_told(one.rate))) for one in report.directions], indent=2)
    if report.unchanged:
        said = f"{counted(report.unchanged, 'override')} decided no criterion otherwise than it was computed."
        yield plain(said, indent=2, style=QUIET)
    for table in report.tables:
        yield BLANK
        yield from _table(table)
    yield BLANK
    yield plain("In brackets: the 95 % Wilson interval. A wide one says that there were few cases.", style=QUIET)


def _table(table: Table) -> Iterator[Line]:
    yield plain(f"BY {table.by.value.upper()}: {table.numerator}, of {table.denominator}", style="bold cyan")
    if not table.rates:
        yield plain("none", indent=2, style=QUIET)
        return
    yield from rows(
        [(words(_told(one.rate)), joined([one.key, shortened(one.label, 60)])) for one in table.rates], indent=2
    )


def _way(one: Direction) -> str:
    return f"recommended {_RECOMMENDED[one.recommended]}, decided {one.decided.replace('_', ' ')}"


def _told(share: Share) -> str:
    """A share in words: "2 of 8, 25 % (7–59 %)"; of nothing, no percentage."""
    if share.share is None or share.low is None or share.high is None:
        return "none of 0"
    return f"{share.part:,} of {share.whole:,}, {share.share:.0%} ({share.low:.0%}–{share.high:.0%})".replace("%", " %")
