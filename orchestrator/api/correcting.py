"""Corrected facts: what a clinician found wrong or missing in the reading, and the review that is computed again."""

from fastapi import APIRouter, Request

from orchestrator.api.answers import RevisionAccepted
from orchestrator.api.bodies import parser_of, read_body, schema_of_body
from orchestrator.api.problems import ACT_ERRORS, documented
from orchestrator.api.showing import links_of
from orchestrator.failures import CaseDeleted, ReviewUnfinished
from orchestrator.people import SignedIn
from orchestrator.scope import Purpose
from orchestrator.service import Running
from orchestrator.store.revisions import read_revision
from orchestrator.store.rows import get_case
from priorauth.acts import FactCorrection
from priorauth.assessment import Reserved
from priorauth.correcting import LONGEST_PASSAGE, ConfirmationNotTheirs
from priorauth.determination import StaleRecommendation
from priorauth.errors import CaseNotFound
from priorauth.lifecycle import PERMITTED, CaseAct, CaseStatus
from priorauth.made_corrections import MadeCorrection, made_corrections
from priorauth.people import Role
from priorauth.reserved import MAY_CONFIRM
from priorauth.value import Value

router = APIRouter(prefix="/api/cases", tags=["acts"])


class Corrections(Value):
    """What was corrected so far, as the newest whole revision heeds it, and who may correct what.

    ``longest_passage`` is how many characters a passage may have that is shown.
    """

    revision: int
    corrections: tuple[MadeCorrection, ...]
    may_correct: tuple[Role, ...]
    may_confirm: dict[Reserved, tuple[Role, ...]]
    longest_passage: int


@router.get(
    "/{case_id}/corrections",
    response_model=Corrections,
    responses=documented(CaseNotFound, CaseDeleted, ReviewUnfinished),
)
async def list_corrections(case_id: str, service: Running) -> Corrections:
    """Every correction of the newest whole revision: who made it, when and why, and what became of it."""
    seen = await service.database.read(read_revision, service.scope(Purpose.REVIEW), case_id)
    return Corrections(
        revision=seen.revision.number,
        corrections=made_corrections(seen.revision),
        may_correct=tuple(role for role in Role if role in PERMITTED[CaseAct.CORRECT_FACTS]),
        may_confirm={kind: tuple(role for role in Role if role in roles) for kind, roles in MAY_CONFIRM.items()},
        longest_passage=LONGEST_PASSAGE,
    )


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
