"""The yearly public metrics of prior authorization (CMS-0057-F, 89 FR 8758): what each is, and for whom it is owed.

The regulations list the elements and leave two denominators open (elements 4 and 5). Those here follow CMS's reporting
template as a secondary source tells it, which is why every count stands beside its percentage.
"""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from priorauth.case import LineOfBusiness
from priorauth.errors import PriorAuthError
from priorauth.value import Value

FIRST_YEAR = 2020


class YearOutOfRange(PriorAuthError):
    """Metrics of a year that has not begun, or that is before all records (HTTP 422)."""

    code = "year_out_of_range"

    def __init__(self, year: int, last: int) -> None:
        super().__init__(f"There are no metrics of {year}. Ask for a year from {FIRST_YEAR} to {last}.")


def check_year(year: int, today: dt.date) -> None:
    """Raises :class:`YearOutOfRange` for a year before :data:`FIRST_YEAR` or after that of ``today``."""
    if not FIRST_YEAR <= year <= today.year:
        raise YearOutOfRange(year, today.year)


def bounds_of(year: int, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of a year in a time zone and the first one after it, in UTC."""
    begin, end = (dt.datetime(one, 1, 1, tzinfo=zone).astimezone(dt.UTC) for one in (year, year + 1))
    return begin, end


class Measure(StrEnum):
    """What is measured: the nine elements of the regulations, then three that stand beside them on their own lines."""

    SERVICES = "services_requiring_authorization"
    STANDARD_APPROVED = "standard_approved"
    STANDARD_DENIED = "standard_denied"
    STANDARD_APPEALED = "standard_approved_after_appeal"
    EXTENDED = "extended_and_approved"
    EXPEDITED_APPROVED = "expedited_approved"
    EXPEDITED_DENIED = "expedited_denied"
    STANDARD_TIME = "standard_time_to_decision"
    EXPEDITED_TIME = "expedited_time_to_decision"
    STANDARD_PARTIAL = "standard_partially_approved"
    EXPEDITED_PARTIAL = "expedited_partially_approved"
    ALL_EXTENDED = "extended"


class Definition(Value):
    """What a measure is. ``element`` is its number in the regulations' list, None for what stands beside the list."""

    measure: Measure
    element: int | None
    title: str
    numerator: str | None = None
    denominator: str | None = None
    note: str | None = None


_PARTIAL = "A partial approval counts as approved; how many there are stands on its own line."
_TIME = (
    "From the plan's receipt of the request to the first decision; the time of a notice is not meant. The average is "
    "the arithmetic mean."
)


_WITHOUT = "without those for drugs only (HCPCS section J) and those made after the service"
_OF_BOTH = f"all requests, standard and expedited together, that were decided in the year, {_WITHOUT}"


def _decided(priority: str) -> str:
    return f"all {priority} requests that were decided in the year, {_WITHOUT}"


def _approved(measure: Measure, element: int, priority: str) -> Definition:
    return Definition(
        measure=measure,
        element=element,
        title=f"{priority.capitalize()} requests approved",
        numerator=f"{priority} requests approved in whole or in part",
        denominator=_decided(priority),
        note=_PARTIAL,
    )


def _denied(measure: Measure, element: int, priority: str) -> Definition:
    return Definition(
        measure=measure,
        element=element,
        title=f"{priority.capitalize()} requests denied",
        numerator=f"{priority} requests of which nothing was approved",
        denominator=_decided(priority),
        note="Withdrawn requests are in neither number.",
    )


def _partial(measure: Measure, priority: str) -> Definition:
    return Definition(
        measure=measure,
        element=None,
        title=f"{priority.capitalize()} requests approved in part",
        numerator=f"{priority} requests of which less was approved than was asked for",
        denominator=_decided(priority),
        note="Part of the requests approved, above.",
    )


_ALL: tuple[Definition, ...] = (
    Definition(
        measure=Measure.SERVICES,
        element=1,
        title="Items and services that need prior authorization",
        note="From the programs of the rule book that asked for it on any day of the year. Drugs are not listed.",
    ),
    _approved(Measure.STANDARD_APPROVED, 2, "standard"),
    _denied(Measure.STANDARD_DENIED, 3, "standard"),
    Definition(
        measure=Measure.STANDARD_APPEALED,
        element=4,
        title="Standard requests approved after appeal",
        numerator=(
            "standard requests decided more favorably on appeal: nothing approved before and something after, or a "
            "part before and all after"
        ),
        denominator="all standard requests first decided in the year and appealed, whenever the appeal was decided",
        note=(
            "The regulations do not state the denominator. Appeals that are open or were withdrawn are in it, and "
            "their number stands among the counts."
        ),
    ),
    Definition(
        measure=Measure.EXTENDED,
        element=5,
        title="Requests approved after the time for review was extended",
        numerator="requests of either priority whose time was extended and that were approved in whole or in part",
        denominator=_OF_BOTH,
        note=f"The regulations do not state the denominator. {_PARTIAL}",
    ),
    _approved(Measure.EXPEDITED_APPROVED, 6, "expedited"),
    _denied(Measure.EXPEDITED_DENIED, 7, "expedited"),
    Definition(
        measure=Measure.STANDARD_TIME,
        element=8,
        title="Average and median time to decide standard requests",
        denominator=_decided("standard"),
        note=f"{_TIME} In days; in hours where it is under a day.",
    ),
    Definition(
        measure=Measure.EXPEDITED_TIME,
        element=9,
        title="Average and median time to decide expedited requests",
        denominator=_decided("expedited"),
        note=f"{_TIME} In hours.",
    ),
    _partial(Measure.STANDARD_PARTIAL, "standard"),
    _partial(Measure.EXPEDITED_PARTIAL, "expedited"),
    Definition(
        measure=Measure.ALL_EXTENDED,
        element=None,
        title="Requests whose time for review was extended",
        numerator="requests, standard and expedited, whose time was extended before the first decision",
        denominator=_OF_BOTH,
        note="Whatever was decided.",
    ),
)
DEFINITIONS: Mapping[Measure, Definition] = MappingProxyType({one.measure: one for one in _ALL})


class Apart(StrEnum):
    """What is in no percentage, and counted apart. ``overdue`` is a part of ``pending``."""

    WITHDRAWN = "withdrawn"
    PENDING = "pending"
    OVERDUE = "overdue"
    DRUGS = "drugs"
    RETROSPECTIVE = "retrospective"


APART: Mapping[Apart, str] = MappingProxyType(
    {
        Apart.WITHDRAWN: "Withdrawn or closed in the year, without a decision",
        Apart.PENDING: "Without a decision at the end of the year, or now where the year is not over",
        Apart.OVERDUE: "Of these, past the time when the decision was due",
        Apart.DRUGS: "Decided in the year, and asking for drugs only: every service line has a HCPCS code of section J",
        Apart.RETROSPECTIVE: "Decided in the year, and made after the service was given: no prior authorization",
    }
)


class Coverage(Value):
    """Whether the rule asks for the metrics of a line of business; None where that cannot be told.

    ``reported_by`` is the level at which the figures are owed.
    """

    covered: bool | None
    citation: str | None = None
    reported_by: str | None = None
    note: str | None = None


_MANAGED = "The store does not tell fee for service from managed care; both stand together here."
COVERAGE: Mapping[LineOfBusiness | None, Coverage] = MappingProxyType(
    {
        LineOfBusiness.MEDICARE_ADVANTAGE: Coverage(
            covered=True, citation="42 CFR 422.122(c)", reported_by="each contract"
        ),
        LineOfBusiness.MEDICAID: Coverage(
            covered=True,
            citation="42 CFR 440.230(e)(3), fee for service; 42 CFR 438.210(f), managed care",
            reported_by="the state, or each managed care plan",
            note=_MANAGED,
        ),
        LineOfBusiness.CHIP: Coverage(
            covered=True,
            citation="42 CFR 457.732(c), fee for service; 42 CFR 457.1230(d), managed care",
            reported_by="the state, or each managed care plan",
            note=_MANAGED,
        ),
        LineOfBusiness.MARKETPLACE: Coverage(
            covered=True,
            citation="45 CFR 156.223(c)",
            reported_by="each issuer",
            note=(
                "The rule covers qualified health plans on the Federally-facilitated Exchange. The store does not tell "
                "them from plans on a state's own exchange, which it does not cover."
            ),
        ),
        LineOfBusiness.MEDICARE_FFS: Coverage(covered=False, note="The rule does not cover Original Medicare."),
        LineOfBusiness.COMMERCIAL: Coverage(covered=False, note="The rule does not cover commercial plans."),
        None: Coverage(
            covered=None,
            note=(
                "These requests did not state their line of business, so whether the rule covers them is unknown. They "
                "are in no figure: settle it before publishing."
            ),
        ),
    }
)
NAMES: Mapping[LineOfBusiness | None, str] = MappingProxyType(
    {
        LineOfBusiness.MEDICARE_ADVANTAGE: "Medicare Advantage",
        LineOfBusiness.MEDICAID: "Medicaid",
        LineOfBusiness.CHIP: "Children's Health Insurance Program (CHIP)",
        LineOfBusiness.MARKETPLACE: "Marketplace (qualified health plans)",
        LineOfBusiness.MEDICARE_FFS: "Original Medicare",
        LineOfBusiness.COMMERCIAL: "Commercial",
        None: "Line of business not stated",
    }
)

LIMITS: tuple[str, ...] = (
    "Drugs are outside the rule. A request is left out as one for drugs where every service line has a HCPCS code of "
    "section J. That is all the store can tell by: drugs that are billed under other codes are counted with the items "
    "and services, and the few items of section J that are no drugs are left out.",
    "A request for drugs and for other services together is counted.",
    "All plans and contracts of one installation are counted together. Where the rule asks for each contract, plan or "
    "issuer, run one installation for each.",
    "Only the plan's own reconsideration is counted as the appeal; decisions of independent and judicial reviewers are "
    "not in the store.",
    "A record that was lawfully deleted is counted no more. Publish and keep a year's figures before its records are "
    "deleted.",
    "A deadline that passed without a decision is no decision here, whatever it means in law; the request counts as "
    "pending until a person decides it.",
)
