"""Earlier reviews of a case: each stays readable, and what another one changed is shown."""

import asyncio

from fastapi import APIRouter, Path, Response
from sqlalchemy.orm import Session

from orchestrator.api.answers import RevisionAnswer
from orchestrator.api.problems import documented
from orchestrator.api.showing import show_revision
from orchestrator.failures import CaseDeleted, ReviewUnfinished
from orchestrator.scope import Purpose, Scope
from orchestrator.service import Running
from orchestrator.store.revisions import FinishedRevision, read_revision
from orchestrator.store.views import RevisionView, read_revision_view
from priorauth.changes import RevisionChanges, changes
from priorauth.errors import CaseNotFound

router = APIRouter(prefix="/api/cases", tags=["cases"])

_ERRORS = documented(CaseNotFound, CaseDeleted, ReviewUnfinished)


@router.get("/{case_id}/revisions/{number}", response_model=RevisionAnswer, responses=_ERRORS)
async def get_revision(case_id: str, service: Running, number: int = Path(ge=1)) -> Response:
    """A whole revision as it was, with its findings and its recommendation."""
    scope = service.scope(Purpose.REVIEW)
    view: RevisionView = await service.database.read(read_revision_view, scope, case_id, number)
    body = await asyncio.to_thread(lambda: show_revision(view.row, view.found, view.used).model_dump_json())
    return Response(body, media_type="application/json")


@router.get("/{case_id}/revisions/{number}/changes", response_model=RevisionChanges, responses=_ERRORS)
async def get_changes(
    case_id: str, service: Running, number: int = Path(ge=2), since: int | None = None
) -> RevisionChanges:
    """What a revision changed against an earlier one, the one before it unless another is named."""
    scope = service.scope(Purpose.REVIEW)
    before, after = await service.database.read(_read_both, scope, case_id, since or number - 1, number)
    return changes(before.revision, after.revision)


def _read_both(
    session: Session, scope: Scope, case_id: str, before: int, after: int
) -> tuple[FinishedRevision, FinishedRevision]:
    return read_revision(session, scope, case_id, before), read_revision(session, scope, case_id, after)
