"""Corrected facts: what a clinician found wrong or missing in the reading, and the review that is computed again."""

from fastapi import APIRouter, Request

from orchestrator.api.answers import RevisionAccepted
from orchestrator.api.bodies import parser_of, read_body, schema_of_body
from orchestrator.api.problems import ACT_ERRORS, documented
from orchestrator.api.showing import links_of
from orchestrator.people import SignedIn
from orchestrator.scope import Purpose
from orchestrator.service import Running
from orchestrator.store.rows import get_case
from priorauth.acts import FactCorrection
from priorauth.correcting import ConfirmationNotTheirs
from priorauth.determination import StaleRecommendation
from priorauth.lifecycle import CaseStatus

router = APIRouter(prefix="/api/cases", tags=["acts"])


@router.post(
    "/{case_id}/corrections",
    status_code=202,
    response_model=RevisionAccepted,
    responses=documented(*ACT_ERRORS, ConfirmationNotTheirs, StaleRecommendation),
    openapi_extra=schema_of_body("FactCorrection"),
)
async def correct_facts(case_id: str, request: Request, service: Running, person: SignedIn) -> RevisionAccepted:
    """Marks facts as wrong, shows passages that were not read, or judges criteria that are a person's to judge.

    The case is reviewed again with it, and so is every later revision. What a passage states is read from the passage;
    the answer of the review says where one states nothing of what was named.
    """
    act = await read_body(request, parser_of(FactCorrection, service.now().date()))
    scope = service.scope(Purpose.REVIEW, person)
    number = await service.desk.correct(scope, case_id, act, service.composed.rule_book.skills.vocabulary.by_id)
    case = await service.database.read(get_case, scope, case_id)
    return RevisionAccepted(case_id=case_id, revision=number, status=CaseStatus(case.status), links=links_of(case_id))
