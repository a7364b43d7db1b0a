"""A case as it is shown: its row, its inputs without the documents' texts, and the newest whole revision."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from orchestrator.failures import ReviewUnfinished
from orchestrator.scope import Scope
from orchestrator.store.acts import read_acts
from orchestrator.store.clocks import RunningClock, read_clock
from orchestrator.store.conclusion_tables import IssuedDocumentRow
from orchestrator.store.determinations import read_determinations
from orchestrator.store.findings import Step, StepFindings, read_findings
from orchestrator.store.issued import list_issued
from orchestrator.store.model_usage import read_usage
from orchestrator.store.revisions import case_of, read_inputs
from orchestrator.store.rows import get_case
from orchestrator.store.tables import CaseRow, RevisionRow
from priorauth.acts import RecordedAct
from priorauth.case import Case, CaseSubmission
from priorauth.determination import Determination
from priorauth.model_usage import ReviewUsage
from priorauth.regulations import Regulations


@dataclass(frozen=True, slots=True)
class CaseView:
    """What one consistent look at a case saw. ``finished`` is the newest whole revision, with what it found, and what
    language models ``used`` for it.
    """

    row: CaseRow
    case: Case
    submission: CaseSubmission
    finished: RevisionRow | None
    found: Mapping[Step, StepFindings]
    used: ReviewUsage | None
    in_review: tuple[int, ...]
    acts: tuple[RecordedAct, ...]
    determinations: tuple[Determination, ...]
    issued: tuple[IssuedDocumentRow, ...]
    clock: RunningClock


def read_view(session: Session, scope: Scope, case_id: str, regulations: Regulations) -> CaseView:
    """A case as it stands. Raises ``CaseNotFound``."""
    query = select(RevisionRow).where(RevisionRow.tenant_id == scope.tenant, RevisionRow.case_id == case_id)
    row = get_case(session, scope, case_id)
    revisions = (session.scalars(query.order_by(RevisionRow.number))).all()
    finished = next((one for one in reversed(revisions) if one.completed_at is not None), None)
    newest = read_inputs(session, scope, case_id, row.newest_revision)
    return CaseView(
        row=row,
        case=case_of(session, scope, newest, texts=False),
        submission=CaseSubmission.model_validate_json(row.submission),
        finished=finished,
        found=read_findings(session, scope, case_id, finished.number) if finished else {},
        used=read_usage(session, scope, case_id, finished.number) if finished else None,
        in_review=tuple(one.number for one in revisions if one.completed_at is None),
        acts=read_acts(session, scope, case_id),
        determinations=read_determinations(session, scope, case_id),
        issued=list_issued(session, scope, case_id),
        clock=read_clock(session, scope, row, regulations),
    )


@dataclass(frozen=True, slots=True)
class RevisionView:
    """A whole revision, with what it found and used."""

    row: RevisionRow
    found: Mapping[Step, StepFindings]
    used: ReviewUsage | None


def read_revision_view(session: Session, scope: Scope, case_id: str, number: int) -> RevisionView:
    """A whole revision. Raises ``CaseNotFound``, and ``ReviewUnfinished`` where there is none of this number."""
    get_case(session, scope, case_id)
    row = session.get(RevisionRow, (scope.tenant, case_id, number))
    if row is None or row.completed_at is None:
        raise ReviewUnfinished(case_id)
    found, used = read_findings(session, scope, case_id, number), read_usage(session, scope, case_id, number)
    return RevisionView(row, found, used)
