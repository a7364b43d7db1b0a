"""Assigning several cases at once: each an act of its own, answered by itself."""

from fastapi import APIRouter, Request
from pydantic import Field

from orchestrator.api.bodies import parser_of, read_body, schema_of_body
from orchestrator.api.problems import BODY_ERRORS, documented
from orchestrator.people import SignedIn
from orchestrator.scope import Purpose, Scope
from orchestrator.service import Running, Service
from priorauth.acts import Assignment
from priorauth.errors import PriorAuthError
from priorauth.lifecycle import CaseAct, NotTheirs, check_may
from priorauth.value import Value

router = APIRouter(prefix="/api/assignments", tags=["acts"])


class Assignments(Value):
    """Who works on these cases; None takes them from whoever did."""

    case_ids: tuple[str, ...] = Field(min_length=1, max_length=200)
    assignee: str | None = Field(min_length=1, max_length=200)


class Assigned(Value):
    """What became of one case: it was assigned, or refused with the reason as a stable code and a sentence."""

    case_id: str
    done: bool
    code: str | None = None
    reason: str | None = None


class AssignmentsAnswer(Value):
    """What became of each case, in the order that they were named in."""

    results: tuple[Assigned, ...]


@router.post(
    "",
    response_model=AssignmentsAnswer,
    responses=documented(*BODY_ERRORS, NotTheirs),
    openapi_extra=schema_of_body("Assignments"),
)
async def assign_cases(request: Request, service: Running, person: SignedIn) -> AssignmentsAnswer:
    """Assigns up to 200 cases. Each is an act of its own: one that is refused keeps none of the others back."""
    check_may(person, CaseAct.ASSIGN)
    wanted = await read_body(request, parser_of(Assignments, service.now().date()))
    scope = service.scope(Purpose.REVIEW, person)
    act = Assignment(assignee=wanted.assignee)
    results = [await _assign(service, scope, case_id, act) for case_id in dict.fromkeys(wanted.case_ids)]
    return AssignmentsAnswer(results=tuple(results))


async def _assign(service: Service, scope: Scope, case_id: str, act: Assignment) -> Assigned:
    try:
        await service.desk.act(scope, case_id, act)
    except PriorAuthError as refusal:
        return Assigned(case_id=case_id, done=False, code=refusal.code, reason=str(refusal))
    return Assigned(case_id=case_id, done=True)
