"""The determinations of a tenant with what their recommendations had assessed, for the report of overrides."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.conclusion_tables import DeterminationRow
from orchestrator.store.tables import CaseRow, FindingsRow
from priorauth.case import LineOfBusiness
from priorauth.determination import Determination
from priorauth.inputs import AgentName
from priorauth.overrides import By, CriterionName, OverrideReport, Reviewed, override_report

Bounds = tuple[dt.datetime, dt.datetime]
_AT_ONCE = 500
_NEED_FINDINGS = {By.POLICY, By.CRITERION}


def read_overrides(
    session: Session,
    scope: Scope,
    bounds: Bounds | None = None,
    by: tuple[By, ...] = tuple(By),
    business: LineOfBusiness | None = None,
) -> OverrideReport:
    """The report of all determinations, at either level, or of those made from the first to before the second bound.

    Of one line of business, where one is named.
    """
    findings = not _NEED_FINDINGS.isdisjoint(by)
    counted = _within(select(func.count()).select_from(DeterminationRow), scope, bounds, business)
    unknown = session.scalar(counted.where(DeterminationRow.body.is_(None))) or 0
    return override_report(_reviewed(session, scope, bounds, business, findings=findings), unknown, by)


def _reviewed(
    session: Session, scope: Scope, bounds: Bounds | None, business: LineOfBusiness | None, *, findings: bool
) -> Iterator[Reviewed]:
    of_revision = and_(
        FindingsRow.tenant_id == DeterminationRow.tenant_id,
        FindingsRow.case_id == DeterminationRow.case_id,
        FindingsRow.revision == DeterminationRow.revision,
        FindingsRow.step == AgentName.COVERAGE.value,
    )
    columns = (DeterminationRow.body, FindingsRow.body) if findings else (DeterminationRow.body, DeterminationRow.level)
    query = select(*columns).where(DeterminationRow.body.is_not(None)).order_by(DeterminationRow.decided_at)
    query = query.outerjoin(FindingsRow, of_revision) if findings else query
    for body, found in session.execute(_within(query, scope, bounds, business).execution_options(yield_per=_AT_ONCE)):
        yield Reviewed(Determination.model_validate_json(body), _assessed(found) if findings and found else frozenset())


def _within(
    query: Select[*tuple[Any, ...]], scope: Scope, bounds: Bounds | None, business: LineOfBusiness | None
) -> Select[*tuple[Any, ...]]:
    query = query.where(DeterminationRow.tenant_id == scope.tenant)
    if business is not None:
        of_case = and_(CaseRow.tenant_id == DeterminationRow.tenant_id, CaseRow.id == DeterminationRow.case_id)
        query = query.join(CaseRow, of_case).where(CaseRow.line_of_business == business.value)
    if bounds is None:
        return query
    begin, end = bounds
    return query.where(DeterminationRow.decided_at >= begin, DeterminationRow.decided_at < end)


def _assessed(found: str) -> frozenset[CriterionName]:
    """The criteria that coverage assessed, read as plain JSON: findings of older versions keep their older shape."""
    return frozenset(
        (item["policy_id"], item["result"]["id"])
        for line in json.loads(found).get("lines", ())
        for item in (*line["criteria"], *line["universal"])
    )
