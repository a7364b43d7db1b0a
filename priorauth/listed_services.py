"""The items and services that the rule book's programs asked authorization for in a year, in plain words."""

import datetime as dt
from collections.abc import Iterator, Sequence

from priorauth.case import LineOfBusiness
from priorauth.program import Listing, Program, Standing
from priorauth.value import Value


class ListedService(Value):
    """A service that needed authorization on some day of the year. Days are those of the program's list.

    ``condition`` is what else had to be true of the request; ``known_from`` is the day from which the list is known
    here. ``source`` says who tells.
    """

    service: str
    program: str
    title: str
    since: dt.date
    until: dt.date | None
    condition: str | None
    known_from: dt.date | None
    source: str


def services_asked_for(
    business: LineOfBusiness | None, year: int, programs: Sequence[Program]
) -> tuple[ListedService, ...]:
    """By program, each service once, in the order of the lists. Suspended and postponed services are left out."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return tuple(
        service
        for program in programs
        if business in program.lines_of_business and _meet(program.effective, program.ends, first, last)
        for service in _services(program, first, last)
    )


def _services(program: Program, first: dt.date, last: dt.date) -> Iterator[ListedService]:
    grouped: dict[tuple[str, str | None], list[Listing]] = {}
    for listing in program.listings:
        if listing.standing is Standing.REQUIRED and _meet(listing.since, listing.until, first, last):
            grouped.setdefault((listing.service, listing.condition), []).append(listing)
    for (service, condition), listings in grouped.items():
        ends = [listing.until for listing in listings if listing.until is not None]
        yield ListedService(
            service=service,
            program=program.id,
            title=program.title,
            since=min(listing.since for listing in listings),
            until=max(ends) if len(ends) == len(listings) else None,
            condition=condition,
            known_from=program.known_from,
            source="; ".join(dict.fromkeys(listing.source for listing in listings)),
        )


def _meet(since: dt.date, until: dt.date | None, first: dt.date, last: dt.date) -> bool:
    return since <= last and (until is None or until >= first)
