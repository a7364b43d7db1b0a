"""The first decisions of some days, for whoever counts them, and what each says of its recommendation."""

import datetime as dt
import json
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, select, true

from orchestrator.scope import Scope
from orchestrator.store.metrics import IS_FIRST, FirstRow
from orchestrator.store.tables import CaseRow
from priorauth.case import LineOfBusiness
from priorauth.determination import Level, ReasonCode
from priorauth.lifecycle import CaseStatus
from priorauth.recommendation import Outcome

Bounds = tuple[dt.datetime, dt.datetime]
_OVERRIDES = '"action":"override"'
"""As a stored determination says it. Within a string of JSON its quotation marks would be escaped."""


def of_business(business: LineOfBusiness | None) -> ColumnElement[bool]:
    """Whether a case that is not deleted is of the line of business; any is where None is named."""
    kept = CaseRow.status != CaseStatus.DELETED.value
    return and_(kept, true() if business is None else CaseRow.line_of_business == business.value)


def first_decisions(
    scope: Scope, bounds: Bounds, business: LineOfBusiness | None, *columns: ColumnElement[Any] | Any
) -> Select[*tuple[Any, ...]]:
    """These columns of the first decisions of the days and of their cases, after the two that :func:`told_by` reads."""
    begin, end = bounds
    overriding = case((FirstRow.body.contains(_OVERRIDES, autoescape=True), FirstRow.body))
    return (
        select(FirstRow.body.is_not(None), overriding, *columns)
        .select_from(FirstRow)
        .join(CaseRow, IS_FIRST)
        .where(FirstRow.tenant_id == scope.tenant, FirstRow.level == Level.INITIAL.value)
        .where(FirstRow.decided_at >= begin, FirstRow.decided_at < end)
        .where(of_business(business))
    )


def told_by(tells: bool, overriding: str | None) -> tuple[Outcome | None, ReasonCode | None]:
    """What a decision was made on, and why it was overridden; neither is told by one of an older version.

    Who did not override followed a recommendation to approve.
    """
    if overriding is None:
        return (Outcome.APPROVE if tells else None), None
    override = json.loads(overriding)["override"]
    return Outcome(override["recommended"]), ReasonCode(override["reason_code"])
