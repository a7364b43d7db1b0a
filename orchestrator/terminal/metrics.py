"""``priorauth metrics``: the yearly public metrics, on the terminal or as a file."""

import argparse
import asyncio
import datetime as dt
from collections.abc import Iterator
from itertools import chain
from zoneinfo import ZoneInfo

from rich.text import Text

from orchestrator.clock import utc_now
from orchestrator.publishing.formats import Format, write_metrics
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.metrics import read_metrics
from orchestrator.store.model_usage import read_model_costs
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import BLANK, Line, plain, rows, words
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.stored import opened
from orchestrator.terminal.wording import QUIET, counted
from priorauth.case import LineOfBusiness
from priorauth.metric_definitions import DEFINITIONS, Measure
from priorauth.metrics import NONE, LineMetrics, YearlyMetrics, only
from priorauth.model_costs import CaseCosts, ModelCosts
from priorauth.model_usage import plainly
from priorauth.operation_definitions import DEFINITIONS as FIGURES
from priorauth.operation_definitions import Days, Figure
from priorauth.rulebook import read_rule_book

_ACTOR = "command line"


def tell_metrics(options: argparse.Namespace, settings: Settings, screen: Screen) -> Exit:
    """The metrics of a year. Without a format they are told in lines; a file is told of on standard error.

    Raises ``YearOutOfRange``, what the rule book is refused with and what :func:`opened` raises.
    """
    business = LineOfBusiness(options.line_of_business) if options.line_of_business else None
    metrics, costs = asyncio.run(_metrics(options.year, settings, business))
    if options.format is None and options.output is None:
        screen.show(chain(metric_lines(metrics), cost_lines(costs)))
        return Exit.DONE
    written = write_metrics(metrics, Format(options.format or Format.JSON))
    if options.output is None:
        screen.data(written.rstrip())
        return Exit.DONE
    try:
        options.output.write_text(written, encoding="utf-8", newline="")
    except OSError as error:
        screen.complain(f"{options.output} could not be written ({type(error).__name__}).")
        return Exit.FAILED
    screen.tell([plain(f"Written to {options.output}.")])
    return Exit.DONE


async def _metrics(year: int, settings: Settings, business: LineOfBusiness | None) -> tuple[YearlyMetrics, ModelCosts]:
    """The public figures, and what language models cost, which is not public."""
    scope, zone = Scope(settings.tenant, _ACTOR, Purpose.AUDIT), ZoneInfo(settings.time_zone)
    programs = read_rule_book(settings.rulebook).programs
    async with opened(settings, to_write=False) as database:
        metrics = await database.read(read_metrics, scope, year, zone, utc_now(), programs)
        days = Days(first=dt.date(year, 1, 1), last=dt.date(year, 12, 31))
        return only(metrics, business), await database.read(read_model_costs, scope, days, zone, business)


def cost_lines(costs: ModelCosts) -> Iterator[Line]:
    """What language models cost in the year, month by month; nothing where none was called."""
    if not costs.all.cases:
        return
    yield BLANK
    yield plain("LANGUAGE MODELS", style="bold")
    yield plain("Not public: it stands in no file of these metrics.", indent=2, style=QUIET)
    told = [("Whole year", costs.all), *((month.month, month) for month in costs.by_month if month.cases)]
    yield from rows([_cost(name, one) for name, one in told], indent=2)
    yield plain(FIGURES[Figure.MODEL_COST], indent=2, style=QUIET)


def _cost(name: str, costs: CaseCosts) -> tuple[Text, Text, Text, Text]:
    total = "no price known" if costs.total_usd is None else f"{plainly(costs.total_usd)} US dollars"
    mean = "" if costs.mean_usd is None else f"mean {plainly(costs.mean_usd)} per case"
    unpriced = f"{counted(costs.unpriced_cases, 'case')} without a price" if costs.unpriced_cases else ""
    beside = "; ".join(one for one in (mean, unpriced) if one)
    return words(name), words(counted(costs.cases, "case")), words(total), words(beside, QUIET)


def metric_lines(metrics: YearlyMetrics) -> Iterator[Line]:
    """The figures of each covered line of business, then the others, then what limits them."""
    yield plain(f"PRIOR AUTHORIZATION METRICS {metrics.year}", style="bold")
    yield plain(f"Requests first decided in {metrics.year}, days in {metrics.time_zone}. Drugs are excluded.", indent=2)
    if not metrics.complete:
        yield plain(f"The year {metrics.year} is not over; these figures will change.", indent=2, style="yellow")
    for line in metrics.lines:
        if line.coverage.covered:
            yield from _covered(line)
    others = [line for line in metrics.lines if not line.coverage.covered]
    if others:
        yield BLANK
        yield plain("NOT COVERED BY THE RULE", style="bold")
        yield from rows(
            [(words(one.name), words(f"{one.decided:,} decided"), words(one.coverage.note, QUIET)) for one in others],
            indent=2,
        )
    yield BLANK
    yield plain("How each figure is defined, and all counts behind it: --format html, csv or json.", style=QUIET)
    yield BLANK
    yield plain("LIMITS", style="bold")
    yield from (plain(limit, indent=2, style=QUIET) for limit in metrics.limits)


def _covered(line: LineMetrics) -> Iterator[Line]:
    yield BLANK
    yield plain(line.name.upper(), style="bold cyan")
    yield plain(f"{line.coverage.citation}; owed by {line.coverage.reported_by}", indent=2, style=QUIET)
    listed = ", ".join(dict.fromkeys(one.service for one in line.services)) or "none in the rule book"
    yield from rows([*_figures(line, listed)], indent=2)
    if not any(one.count for one in line.apart):
        yield plain("In none of these: nothing.", indent=2, style=QUIET)
        return
    yield plain("In none of these:", indent=2, style=QUIET)
    yield from rows([(words(f"{one.count:,}", QUIET), words(one.definition, QUIET)) for one in line.apart], indent=4)


def _figures(line: LineMetrics, listed: str) -> Iterator[tuple[Text, Text, Text]]:
    """The elements in their order, then what stands beside them."""
    services = DEFINITIONS[Measure.SERVICES]
    figures = [(services, listed)]
    if line.decided:
        figures += [
            (one.definition, f"{one.said}; {one.numerator:,} of {one.denominator:,}") for one in line.proportions
        ]
        figures += [(one.definition, f"{one.said}; {counted(one.requests, 'request')}") for one in line.times]
    for definition, said in sorted(figures, key=lambda figure: figure[0].element or len(DEFINITIONS)):
        yield words(definition.element or ""), words(definition.title), words(said)
    if not line.decided:
        yield words("2–9"), words("Decisions and times"), words(NONE)
