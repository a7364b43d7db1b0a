"""What happened to a case, as an auditor is told: its events, their proof, and the versions behind each revision."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from orchestrator.record.proof import Proof, prove_case
from orchestrator.scope import Scope
from orchestrator.store.events import Trail, read_trail
from orchestrator.store.model_usage import usage_by_revision
from orchestrator.store.revisions import Cause
from orchestrator.store.tables import FindingsRow, RevisionRow
from priorauth.model_usage import ReviewUsage
from priorauth.revision import Versions, data_versions


@dataclass(frozen=True, slots=True)
class RevisionRecord:
    """When and why a revision came about, and what took part.

    ``digest`` and ``completed_at`` are None until it is whole, ``versions`` until it was begun. ``data_versions`` are
    those that its lookup calls name. ``model_usage`` is what language models used for it, if one was called.
    """

    number: int
    cause: Cause
    created_by: str
    created_at: dt.datetime
    started_at: dt.datetime | None
    completed_at: dt.datetime | None
    digest: str | None
    versions: Versions | None
    data_versions: Mapping[str, tuple[str, ...]]
    model_usage: ReviewUsage | None


@dataclass(frozen=True, slots=True)
class History:
    """One consistent look at the log of a case and at its revisions; none where the record was deleted.

    ``proof`` says whether all that is stored is what was written.
    """

    trail: Trail
    proof: Proof
    revisions: tuple[RevisionRecord, ...]


def read_history(session: Session, scope: Scope, case_id: str) -> History:
    """The history of a case, deleted or not. Raises ``CaseNotFound``."""
    return History(
        trail=read_trail(session, scope, case_id),
        proof=prove_case(session, scope, case_id),
        revisions=tuple(_revisions(session, scope, case_id)),
    )


def _revisions(session: Session, scope: Scope, case_id: str) -> Iterator[RevisionRecord]:
    of_case = (RevisionRow.tenant_id == scope.tenant, RevisionRow.case_id == case_id)
    used = usage_by_revision(session, scope, case_id)
    for row in session.scalars(select(RevisionRow).where(*of_case).order_by(RevisionRow.number)).all():
        yield RevisionRecord(
            number=row.number,
            cause=Cause(row.cause),
            created_by=row.created_by,
            created_at=row.created_at,
            started_at=row.started_at,
            completed_at=row.completed_at,
            digest=row.digest,
            versions=Versions.model_validate_json(row.versions) if row.versions else None,
            data_versions=data_versions(_answers(session, row)),
            model_usage=used.get(row.number),
        )


def _answers(session: Session, row: RevisionRow) -> Iterator[tuple[str, str | None]]:
    """The lookup and data version of each call behind a revision's findings."""
    of_revision = (
        FindingsRow.tenant_id == row.tenant_id,
        FindingsRow.case_id == row.case_id,
        FindingsRow.revision == row.number,
    )
    for body in session.scalars(select(FindingsRow.body).where(*of_revision)):
        for call in _first_line(body).get("calls", ()):
            yield call["lookup"], call["data_version"]


def _first_line(body: str) -> dict[str, Any]:
    """Findings without the facts of a long record, which stand on lines of their own."""
    return json.loads(body.split("\n", 1)[0])
