"""The policies that were applied, and the models that took part, of the newest first decisions of some days.

What a coverage review found takes tens of kilobytes, so no more are read than tell something.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache

from sqlalchemy import and_
from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.first_decisions import Bounds, first_decisions, told_by
from orchestrator.store.metrics import FirstRow
from orchestrator.store.tables import FindingsRow, RevisionRow
from priorauth.agreement import Applied
from priorauth.case import LineOfBusiness
from priorauth.inputs import AgentName
from priorauth.policy import Relation

MOST_READ = 2_000
_AT_ONCE = 200
_FEW = 16


def read_applied(
    session: Session, scope: Scope, bounds: Bounds, business: LineOfBusiness | None, most: int = MOST_READ
) -> tuple[Applied, ...]:
    """The newest first decisions of the days, as many as ``most``, each with what its revision was made by."""
    return tuple(_applied(session, scope, bounds, business, most))


def _applied(
    session: Session, scope: Scope, bounds: Bounds, business: LineOfBusiness | None, most: int
) -> Iterator[Applied]:
    coverage = and_(
        FindingsRow.tenant_id == FirstRow.tenant_id,
        FindingsRow.case_id == FirstRow.case_id,
        FindingsRow.revision == FirstRow.revision,
        FindingsRow.step == AgentName.COVERAGE.value,
    )
    made_by = and_(
        RevisionRow.tenant_id == FirstRow.tenant_id,
        RevisionRow.case_id == FirstRow.case_id,
        RevisionRow.number == FirstRow.revision,
    )
    query = (
        first_decisions(scope, bounds, business, FindingsRow.body, RevisionRow.versions)
        .outerjoin(FindingsRow, coverage)
        .outerjoin(RevisionRow, made_by)
        .order_by(FirstRow.decided_at.desc())
        .limit(most)
        .execution_options(yield_per=_AT_ONCE)
    )
    for tells, overriding, found, versions in session.execute(query):
        recommended, reason = told_by(tells, overriding)
        yield Applied(
            recommended=recommended,
            overridden=reason is not None,
            policies=_bound(found) if found else {},
            model=_model(versions) if versions else None,
        )


def _bound(found: str) -> Mapping[str, str]:
    """The policies that bound a line, with their titles; none where coverage was not evaluated."""
    lines = json.loads(found).get("lines", ())
    policies = (policy for line in lines for policy in line["policies"])
    return {one["policy_id"]: one["title"] for one in policies if one["relation"] == Relation.BOUND.value}


@lru_cache(_FEW)
def _model(versions: str) -> str:
    """The model of a revision. Most revisions of some days have the very same versions."""
    return json.loads(versions)["model"]
