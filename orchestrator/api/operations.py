"""The figures of daily operations, and the report of overrides, of some days: as JSON and as a table."""

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Response

from orchestrator.api.metrics import preferred
from orchestrator.api.problems import documented
from orchestrator.people import SignedIn, UnknownPerson
from orchestrator.publishing.formats import MEDIA_TYPES, Format
from orchestrator.publishing.operations_csv import operations_csv, overrides_csv
from orchestrator.scope import Purpose
from orchestrator.service import Running
from orchestrator.store.operations import read_operations
from orchestrator.store.overrides import read_overrides
from priorauth.case import LineOfBusiness
from priorauth.operation_definitions import MOST_DAYS, USUAL_DAYS, Days, DaysOutOfRange, chosen_days
from priorauth.operations import OperationalMetrics
from priorauth.overrides import By, OverrideReport, tables_for
from priorauth.value import Value

router = APIRouter(prefix="/api/metrics", tags=["metrics"])

_FORMS = (Format.JSON, Format.CSV)
_First = Annotated[
    dt.date | None,
    Query(alias="from", description=f"The first day, in the plan's time zone; {USUAL_DAYS} days unless given"),
]
_Last = Annotated[
    dt.date | None, Query(alias="to", description=f"The last day; today unless given. At most {MOST_DAYS} days")
]
_Business = Annotated[LineOfBusiness | None, Query(description="Only this one")]
_Form = Annotated[Literal["json", "csv"] | None, Query(description="Before what Accept asks for")]
_Accept = Annotated[str, Header(description="text/csv or application/json")]


class _Asked:
    """The days that are asked about, of which cases, by whom, and in which form. Raises DaysOutOfRange."""

    def __init__(
        self,
        service: Running,
        person: SignedIn,
        first: _First = None,
        last: _Last = None,
        line_of_business: _Business = None,
        format: _Form = None,
        accept: _Accept = "",
    ) -> None:
        self.service, self.person, self.line_of_business = service, person, line_of_business
        self.now, self.zone = service.now(), service.intake.regulations.zone
        self.days = chosen_days(first, last, self.now.astimezone(self.zone).date())
        self.scope = service.scope(Purpose.AUDIT, person)
        self.form = Format(format) if format else preferred(accept, _FORMS)


Asked = Annotated[_Asked, Depends()]


class OverridesAnswer(Value):
    """The report of overrides of some days. ``withheld`` are the tables that the person who asks may not see."""

    days: Days
    time_zone: str
    as_of: dt.datetime
    line_of_business: LineOfBusiness | None
    report: OverrideReport
    withheld: tuple[By, ...]


def _answers(what: str) -> dict[int | str, dict[str, Any]]:
    told = {200: {"description": what, "content": {"text/csv": {}}}}
    return told | documented(DaysOutOfRange, UnknownPerson)


@router.get("/operations", response_model=OperationalMetrics, responses=_answers("The figures"))
async def get_operations(asked: Asked) -> Response:
    """Received, decided, open and overdue cases, turnaround, recommendations, overrides and agreement by policy.

    Every figure has its definition. Nothing in them tells one person from another.
    """
    read = asked.service.database.read
    metrics = await read(read_operations, asked.scope, asked.days, asked.zone, asked.now, asked.line_of_business)
    if asked.form is Format.CSV:
        return _table("operations", asked.days, operations_csv(metrics))
    return _json(metrics)


@router.get("/overrides", response_model=OverridesAnswer, responses=_answers("The report"))
async def get_overrides(asked: Asked) -> Response:
    """How often clinicians decide otherwise than recommended, at either level: which way, by policy, criterion, reason.

    The table by reviewer is for medical directors, auditors and administrators; to others it is withheld, and named so.
    """
    tables, bounds = tables_for(asked.person), asked.days.bounds(asked.zone)
    read = asked.service.database.read
    report = await read(read_overrides, asked.scope, bounds, tables, asked.line_of_business)
    if asked.form is Format.CSV:
        return _table("overrides", asked.days, overrides_csv(asked.days, report))
    answer = OverridesAnswer(
        days=asked.days,
        time_zone=asked.zone.key,
        as_of=asked.now,
        line_of_business=asked.line_of_business,
        report=report,
        withheld=tuple(by for by in By if by not in tables),
    )
    return _json(answer)


def _json(answer: Value) -> Response:
    return Response(answer.model_dump_json(), headers={"Vary": "Accept"}, media_type=MEDIA_TYPES[Format.JSON])


def _table(name: str, days: Days, table: str) -> Response:
    file = f"{name}-{days.first}-to-{days.last}.csv"
    headers = {"Vary": "Accept", "Content-Disposition": f'attachment; filename="{file}"'}
    return Response(table, headers=headers, media_type=MEDIA_TYPES[Format.CSV])
