"""Revisions: begun with their inputs, worked on, and whole once the recommendation is there."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session

from orchestrator.failures import ReviewUnfinished
from orchestrator.scope import Scope
from orchestrator.store.documents import documents_of
from orchestrator.store.events import Happening, append_events
from orchestrator.store.findings import PREFLIGHT, STEPS, Step, StepFindings, drop_findings, read_findings
from orchestrator.store.model_usage import read_usage
from orchestrator.store.rows import add_rows, get_case
from orchestrator.store.tables import RevisionRow
from priorauth.audit import EventType
from priorauth.case import Case
from priorauth.findings import NotEvaluated
from priorauth.inputs import AgentName, building_on
from priorauth.lifecycle import CaseStatus, check_transition
from priorauth.model_usage import ReviewUsage
from priorauth.revision import Revision, Versions

_ASSUMPTIONS = TypeAdapter(tuple[str, ...])


class Cause(StrEnum):
    """Why a revision was begun."""

    SUBMITTED = "submitted"
    DOCUMENTS_ADDED = "documents_added"
    REVIEW_REQUESTED = "review_requested"
    AGENT_REQUESTED = "agent_requested"
    FACTS_CORRECTED = "facts_corrected"


@dataclass(frozen=True, slots=True)
class Begun:
    """A revision whose review begins. ``found`` is what needs not be found again; ``attempt`` counts from 1."""

    number: int
    case: Case
    assumptions: tuple[str, ...]
    attempt: int
    found: Mapping[Step, StepFindings]


@dataclass(frozen=True, slots=True)
class FinishedRevision:
    """A whole revision, when it was reviewed, and what language models used for it; None where none was called."""

    revision: Revision
    digest: str
    cause: Cause
    started_at: dt.datetime
    completed_at: dt.datetime
    used: ReviewUsage | None


def insert_revision(
    session: Session,
    scope: Scope,
    case: Case,
    *,
    number: int,
    turn: int,
    cause: Cause,
    assumptions: tuple[str, ...],
    at: dt.datetime,
    versions: Versions | None = None,
) -> None:
    """Begins a revision with its inputs. ``versions`` are given where it takes findings over that they made."""
    values = {
        "tenant_id": scope.tenant,
        "case_id": case.case_id,
        "number": number,
        "cause": cause.value,
        "created_by": scope.actor,
        "inputs": case.model_dump_json(exclude={"documents"}),
        "assumptions": json.dumps(assumptions),
        "versions": versions.model_dump_json() if versions else None,
        "turn": turn,
        "attempts": 0,
        "created_at": at,
    }
    add_rows(session, RevisionRow, [values])


_OF_CASE = (RevisionRow.tenant_id == bindparam("tenant"), RevisionRow.case_id == bindparam("case"))
_OLDEST_UNFINISHED = (
    select(RevisionRow)
    .where(*_OF_CASE, RevisionRow.turn == bindparam("turn"), RevisionRow.completed_at.is_(None))
    .order_by(RevisionRow.number)
    .limit(1)
)
_COMPLETED_AT = select(RevisionRow.completed_at).where(*_OF_CASE, RevisionRow.number == bindparam("number"))


def begin_review(
    session: Session, scope: Scope, case_id: str, turn: int, versions: Versions, at: dt.datetime
) -> Begun | None:
    """Begins, or begins again, the oldest unfinished revision of a case's turn; None where all are whole.

    Findings that other rules, another model or other code made are forgotten. Raises ``CaseNotFound``.
    """
    case = get_case(session, scope, case_id, lock=True)
    row = session.scalar(_OLDEST_UNFINISHED, {"tenant": scope.tenant, "case": case_id, "turn": turn})
    if row is None:
        return None
    if CaseStatus(case.status) is not CaseStatus.IN_REVIEW:
        check_transition(CaseStatus(case.status), CaseStatus.IN_REVIEW)
        case.status = CaseStatus.IN_REVIEW.value
    found = _found_before(session, scope, row, versions)
    row.versions = versions.model_dump_json()
    row.attempts += 1
    row.started_at = row.started_at or at
    started = {"revision": row.number, "attempt": row.attempts, "kept": sorted(found)}
    session.flush()
    append_events(session, scope, case_id, [Happening(EventType.REVIEW_STARTED, started, at)])
    return Begun(
        number=row.number,
        case=case_of(session, scope, row),
        assumptions=_ASSUMPTIONS.validate_json(row.assumptions),
        attempt=row.attempts,
        found=found,
    )


def _found_before(session: Session, scope: Scope, row: RevisionRow, versions: Versions) -> Mapping[Step, StepFindings]:
    """What an earlier attempt, or the revision before, found with the same versions."""
    if row.versions is None:
        return {}
    if Versions.model_validate_json(row.versions) != versions:
        drop_findings(session, scope, row.case_id, row.number)
        return {}
    return _reusable(read_findings(session, scope, row.case_id, row.number))


def _reusable(found: Mapping[Step, StepFindings]) -> Mapping[Step, StepFindings]:
    """What the three working agents found. What failed is tried again, with all that was built on it, and synthesis
    is weighed anew.
    """
    failed = [AgentName(step) for step, findings in found.items() if isinstance(findings, NotEvaluated)]
    again = {PREFLIGHT, AgentName.SYNTHESIS, *failed, *(name for agent in failed for name in building_on(agent))}
    return {step: findings for step, findings in found.items() if step not in again}


def case_of(session: Session, scope: Scope, row: RevisionRow, *, texts: bool = True) -> Case:
    """The case that a revision reads; without the documents' texts where nobody needs them."""
    documents = documents_of(session, scope, row.case_id, row.number, texts=texts)
    return Case.model_validate({**json.loads(row.inputs), "documents": documents})


def read_inputs(session: Session, scope: Scope, case_id: str, number: int) -> RevisionRow:
    """The row of a revision that exists."""
    return session.get_one(RevisionRow, (scope.tenant, case_id, number))


def read_revision(session: Session, scope: Scope, case_id: str, number: int | None = None) -> FinishedRevision:
    """A whole revision, the newest where no number is given.

    Raises ``CaseNotFound``, and :class:`ReviewUnfinished` where there is none that is whole.
    """
    get_case(session, scope, case_id)
    row = session.scalar(_finished(scope, case_id, number))
    if row is None:
        raise ReviewUnfinished(case_id)
    return _finished_revision(session, scope, row)


def _finished(scope: Scope, case_id: str, number: int | None) -> Select[RevisionRow]:
    query = (
        select(RevisionRow)
        .where(*_of(scope, case_id))
        .where(RevisionRow.completed_at.is_not(None))
        .order_by(RevisionRow.number.desc())
        .limit(1)
    )
    return query if number is None else query.where(RevisionRow.number == number)


def _finished_revision(session: Session, scope: Scope, row: RevisionRow) -> FinishedRevision:
    found = read_findings(session, scope, row.case_id, row.number)
    revision = Revision.model_validate(
        {
            "number": row.number,
            "case": case_of(session, scope, row),
            "assumptions": _ASSUMPTIONS.validate_json(row.assumptions),
            "versions": Versions.model_validate_json(row.versions or ""),
            **{step: found[step] for step in STEPS},
        }
    )
    if row.digest is None or row.started_at is None or row.completed_at is None:
        raise ReviewUnfinished(row.case_id)
    used = read_usage(session, scope, row.case_id, row.number)
    return FinishedRevision(revision, row.digest, Cause(row.cause), row.started_at, row.completed_at, used)


def is_finished(session: Session, scope: Scope, case_id: str, number: int) -> bool:
    """Whether a revision is whole."""
    of_revision = {"tenant": scope.tenant, "case": case_id, "number": number}
    return session.connection().scalar(_COMPLETED_AT, of_revision) is not None


def _of(scope: Scope, case_id: str) -> tuple[ColumnElement[bool], ...]:
    return (RevisionRow.tenant_id == scope.tenant, RevisionRow.case_id == case_id)
