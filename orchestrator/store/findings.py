"""What each step of a revision found, kept by (revision, step)."""

import json
from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.base import table_of
from orchestrator.store.tables import FindingsRow
from priorauth.facts import Fact
from priorauth.findings import ClinicalFindings, NotEvaluated
from priorauth.inputs import FINDINGS, AgentOutput
from priorauth.preflight import Preflight

Step = str
"""A step of a review: :data:`PREFLIGHT`, or the name of an agent."""
PREFLIGHT: Step = "preflight"
StepFindings = Preflight | AgentOutput | NotEvaluated

_FACTS = {"facts"}
_SHAPES: Mapping[Step, TypeAdapter[Any]] = {
    PREFLIGHT: TypeAdapter(Preflight),
    **{agent.value: TypeAdapter(cast(Any, findings | NotEvaluated)) for agent, findings in FINDINGS.items()},
}
STEPS = tuple(_SHAPES)


def _upsert(insert: Any) -> Any:
    statement = insert(table_of(FindingsRow))
    newer = {"body": statement.excluded.body, "kept_from": statement.excluded.kept_from}
    return statement.on_conflict_do_update(index_elements=["tenant_id", "case_id", "revision", "step"], set_=newer)


_UPSERTS = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}


def keep_findings(session: Session, scope: Scope, case_id: str, revision: int, found: Mapping[Step, BaseModel]) -> None:
    """Writes the findings of steps; those of an earlier attempt at the same step give way."""
    values = [
        {
            "tenant_id": scope.tenant,
            "case_id": case_id,
            "revision": revision,
            "step": step,
            "kept_from": None,
            "body": _write(findings),
        }
        for step, findings in found.items()
    ]
    connection = session.connection()
    connection.execute(_UPSERTS[connection.dialect.name], values)


def _write(findings: BaseModel) -> str:
    """JSON; the facts of a record, of which a long one has thousands, each on a line of its own.

    Written and read as one piece they would stop every other thread for as long as that takes.
    """
    if not isinstance(findings, ClinicalFindings) or not findings.facts:
        return findings.model_dump_json()
    lines = [findings.model_dump_json(exclude=_FACTS), *(fact.model_dump_json() for fact in findings.facts)]
    return "\n".join(lines)


def stored_findings(session: Session, scope: Scope, case_id: str, revision: int) -> Mapping[Step, Any]:
    """What is stored of the steps' findings, as plain JSON: what a proof is made of, whatever the types have become."""
    rows = session.scalars(select(FindingsRow).where(*_of(scope, case_id, revision)))
    return {row.step: _plain(row.body) for row in rows}


def _plain(body: str) -> Any:
    first, *lines = map(json.loads, body.split("\n"))
    return {**first, "facts": lines} if lines else first


def _read(step: Step, body: str) -> Any:
    first, *lines = body.split("\n")
    if not lines:
        return _SHAPES[step].validate_json(first)
    facts = tuple(Fact.model_validate_json(line) for line in lines)
    return _SHAPES[step].validate_python({**json.loads(first), "facts": facts})


def read_findings(session: Session, scope: Scope, case_id: str, revision: int) -> Mapping[Step, StepFindings]:
    """What the steps of a revision found, as far as they have run."""
    rows = session.scalars(select(FindingsRow).where(*_of(scope, case_id, revision)))
    return {row.step: _read(row.step, row.body) for row in rows}


def drop_findings(session: Session, scope: Scope, case_id: str, revision: int) -> None:
    """Forgets what an unfinished revision found so far."""
    session.execute(delete(FindingsRow).where(*_of(scope, case_id, revision)))


def copy_findings(
    session: Session, scope: Scope, case_id: str, steps: frozenset[Step], *, source: int, target: int
) -> None:
    """Takes findings of one revision over into another. A step that gave none is not taken over."""
    rows = session.scalars(select(FindingsRow).where(*_of(scope, case_id, source), FindingsRow.step.in_(steps)))
    session.add_all(
        FindingsRow(
            tenant_id=scope.tenant,
            case_id=case_id,
            revision=target,
            step=row.step,
            kept_from=row.kept_from or source,
            body=row.body,
        )
        for row in rows.all()
        if not isinstance(_read(Step(row.step), row.body), NotEvaluated)
    )
    session.flush()


def _of(scope: Scope, case_id: str, revision: int) -> tuple[Any, ...]:
    return (
        FindingsRow.tenant_id == scope.tenant,
        FindingsRow.case_id == case_id,
        FindingsRow.revision == revision,
    )
