"""What language models used for each revision: kept as it is told, never taken back, in no digest.

An attempt that died leaves what it had told: that was paid for too. Money is kept in billionths of a dollar, so that
the database adds it up exactly.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import ROUND_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Row, Select, and_, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from orchestrator.allotting import Spent
from orchestrator.scope import Scope
from orchestrator.store.base import CODE, KEY, Table, table_of
from orchestrator.store.first_decisions import Bounds, of_business
from orchestrator.store.tables import CaseRow
from priorauth.case import LineOfBusiness
from priorauth.inputs import AgentName
from priorauth.model_budget import Amount
from priorauth.model_costs import CaseUse, ModelCosts, model_costs
from priorauth.model_usage import AgentUsage, ModelUsage, ReviewUsage, agent_usage, review_usage
from priorauth.operation_definitions import Days

_BILLIONTH = Decimal("1e-9")
_AT_ONCE = 5_000


class ModelUsageRow(Table):
    """What the model that played an agent used in one attempt at a revision, on one day of UTC.

    ``at`` is when it was first told of; ``usd_billionths`` is of the calls that are not ``unpriced``.
    """

    __tablename__ = "model_usage"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    agent: Mapped[str] = mapped_column(CODE, primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    model: Mapped[str]
    calls: Mapped[int]
    failed: Mapped[int]
    estimated: Mapped[int]
    unpriced: Mapped[int]
    read: Mapped[int] = mapped_column(BigInteger)
    cached: Mapped[int] = mapped_column(BigInteger)
    written: Mapped[int] = mapped_column(BigInteger)
    usd_billionths: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "case_id", "revision"], ["revisions.tenant_id", "revisions.case_id", "revisions.number"]
        ),
        Index(None, "tenant_id", "day"),
    )


COUNTED = ("calls", "failed", "estimated", "unpriced", "read", "cached", "written")
_ADDED = (*COUNTED, "usd_billionths")
_KEY = ["tenant_id", "case_id", "revision", "attempt", "agent", "day"]


def _adding(insert: Any) -> Any:
    table = table_of(ModelUsageRow)
    statement = insert(table)
    sums = {name: table.c[name] + statement.excluded[name] for name in _ADDED}
    return statement.on_conflict_do_update(index_elements=_KEY, set_=sums)


_ADD = {"sqlite": _adding(sqlite.insert), "postgresql": _adding(postgresql.insert)}


def add_usage(
    session: Session,
    scope: Scope,
    case_id: str,
    revision: int,
    attempt: int,
    used: Iterable[AgentUsage],
    at: dt.datetime,
) -> None:
    """Adds what calls used to what the same attempt used before."""
    by_agent: dict[AgentName, list[AgentUsage]] = {}
    for one in used:
        by_agent.setdefault(one.agent, []).append(one)
    values = [
        {
            **{name: getattr(total, name) for name in COUNTED},
            "tenant_id": scope.tenant,
            "case_id": case_id,
            "revision": revision,
            "attempt": attempt,
            "agent": total.agent.value,
            "day": at.astimezone(dt.UTC).date(),
            "at": at,
            "model": total.model,
            "usd_billionths": _billionths(total.usd),
        }
        for several in by_agent.values()
        if (total := agent_usage(several)) is not None
    ]
    connection = session.connection()
    connection.execute(_ADD[connection.dialect.name], values)


def read_usage(session: Session, scope: Scope, case_id: str, revision: int) -> ReviewUsage | None:
    """What a revision used, all its attempts together; None where no language model was called for it."""
    return review_usage(map(_usage, session.execute(_totals(scope, case_id, revision))))


def usage_by_revision(session: Session, scope: Scope, case_id: str) -> dict[int, ReviewUsage]:
    """What each revision of a case used, of those that called a language model."""
    by_revision: dict[int, list[AgentUsage]] = {}
    for row in session.execute(_totals(scope, case_id)):
        by_revision.setdefault(row.revision, []).append(_usage(row))
    told = ((number, review_usage(used)) for number, used in by_revision.items())
    return {number: used for number, used in told if used is not None}


def read_spent(session: Session, scope: Scope, case_id: str, at: dt.datetime) -> Spent:
    """What language models used for a case so far, and for all cases on the day of UTC."""
    row = ModelUsageRow
    amounts = select(func.sum(row.read + row.written).label("tokens"), func.sum(row.usd_billionths).label("usd"))
    ours = amounts.where(row.tenant_id == scope.tenant)
    of_case = session.execute(ours.where(row.case_id == case_id)).one()
    of_day = session.execute(ours.where(row.day == at.astimezone(dt.UTC).date())).one()
    return Spent(case=_amount(of_case), day=_amount(of_day))


def _amount(row: Row[*tuple[Any, ...]]) -> Amount:
    return Amount(tokens=int(row.tokens or 0), usd=dollars(int(row.usd or 0)))


def read_case_uses(
    session: Session, scope: Scope, bounds: Bounds, business: LineOfBusiness | None
) -> Iterator[CaseUse]:
    """What was used for each case within a time: an entry for each agent, attempt and day."""
    begin, end = bounds
    row = ModelUsageRow
    query = (
        select(row.case_id, row.at, *(getattr(row, name) for name in _ADDED))
        .join(CaseRow, and_(CaseRow.tenant_id == row.tenant_id, CaseRow.id == row.case_id))
        .where(row.tenant_id == scope.tenant, row.day >= begin.date(), row.day <= end.date())
        .where(row.at >= begin, row.at < end)
        .where(of_business(business))
        .execution_options(yield_per=_AT_ONCE)
    )
    for one in session.execute(query):
        yield CaseUse(one.case_id, one.at, ModelUsage(**_counted(one)))


def read_model_costs(
    session: Session, scope: Scope, days: Days, zone: ZoneInfo, business: LineOfBusiness | None = None
) -> ModelCosts:
    """What language models cost in some days of the plan's time zone, of one line of business or of all."""
    return model_costs(read_case_uses(session, scope, days.bounds(zone), business), days, zone)


def dollars(billionths: int) -> Decimal:
    """An amount that was kept."""
    return billionths * _BILLIONTH


def _totals(scope: Scope, case_id: str, revision: int | None = None) -> Select[*tuple[Any, ...]]:
    row = ModelUsageRow
    query = (
        select(row.revision, row.agent, row.model, *(_sum(name) for name in _ADDED))
        .where(row.tenant_id == scope.tenant, row.case_id == case_id)
        .group_by(row.revision, row.agent, row.model)
    )
    return query if revision is None else query.where(row.revision == revision)


def _sum(name: str) -> Any:
    return func.sum(table_of(ModelUsageRow).c[name]).label(name)


def _usage(row: Row[*tuple[Any, ...]]) -> AgentUsage:
    return AgentUsage(agent=AgentName(row.agent), model=row.model, **_counted(row))


def _counted(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """The counts of a row, and its money where a call of it has a price."""
    counted = {name: int(getattr(row, name)) for name in COUNTED}
    priced = counted["calls"] > counted["unpriced"]
    return counted | {"usd": dollars(int(row.usd_billionths)) if priced else None}


def _billionths(usd: Decimal | None) -> int:
    """Rounded up, for a limit is to hold."""
    return int(((usd or Decimal(0)) / _BILLIONTH).to_integral_value(ROUND_UP))
