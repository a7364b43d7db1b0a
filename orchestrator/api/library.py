"""The rule book, to read, and its policies to try."""

import asyncio
import time
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from orchestrator.api import policy_answers as answers
from orchestrator.api.bodies import parser_of, read_body, schema_of_body
from orchestrator.api.problems import BODY_ERRORS, documented
from orchestrator.failures import UnknownPolicy
from orchestrator.service import Running, Service
from priorauth.case import Case, CaseSubmission, Member
from priorauth.codes import ProcedureCode
from priorauth.errors import AgentFailed, CaseRejected, Problem
from priorauth.policy import Policy
from priorauth.submission import accept

router = APIRouter(prefix="/api/policies", tags=["policies"])

Version = Annotated[str | None, Query(description="A version; the newest where it is not given", max_length=80)]
_NO_CASE = "unstored"


@router.get("", response_model=answers.PolicyList)
async def list_policies(service: Running) -> answers.PolicyList:
    """All policies of the rule book in force."""
    rules = service.composed.rule_book
    return answers.PolicyList(
        rule_book=rules.digest,
        as_of=service.now().date(),
        policies=tuple(answers.show_policy_item(policy) for policy in rules.policies),
    )


@router.get("/{policy_id}", response_model=answers.PolicyAnswer, responses=documented(UnknownPolicy, CaseRejected))
async def get_policy(policy_id: str, service: Running, version: Version = None) -> Response:
    """A policy: dates, citation, codes with their verification, criteria, prose, and its versions in this library."""
    policy = _policy(service, policy_id, version)
    diagnoses = (*policy.diagnoses.covered, *policy.diagnoses.excluded)
    described = await service.composed.bench.describe_diagnoses([entry.code for entry in diagnoses])
    answer = answers.show_policy(policy, service.composed.rule_book, service.now().date(), described)
    return Response(answer.model_dump_json(), media_type="application/json")


@router.post(
    "/{policy_id}/trial",
    response_model=answers.TrialAnswer,
    responses=documented(*BODY_ERRORS, UnknownPolicy, AgentFailed),
    openapi_extra=schema_of_body("TrialRequest"),
)
async def try_policy(policy_id: str, request: Request, service: Running, version: Version = None) -> Response:
    """A policy's criteria on a record that is nobody's case, by the reading and the evaluation of a review.

    Nothing is stored, no event is written, and whether the policy would bind does not matter.
    """
    policy = _policy(service, policy_id, version)
    today = service.now().date()
    wanted = await read_body(request, parser_of(answers.TrialRequest, today))
    case = await asyncio.to_thread(_trial_case, wanted, policy, service)
    began = time.perf_counter()
    found = await service.composed.bench.try_policy(policy, case)
    answer = answers.TrialAnswer(
        policy_id=policy.id,
        version=policy.version,
        documents=case.documents,
        found=found,
        took_ms=round((time.perf_counter() - began) * 1000, 1),
    )
    return Response(await asyncio.to_thread(answer.model_dump_json), media_type="application/json")


def _policy(service: Service, policy_id: str, version: str | None) -> Policy:
    """The version that is asked for, else the newest. Raises :class:`UnknownPolicy`."""
    versions = service.composed.rule_book.versions(policy_id)
    policy = next((one for one in versions if version in (None, one.version)), None)
    if policy is None:
        raise UnknownPolicy
    return policy


def _trial_case(wanted: answers.TrialRequest, policy: Policy, service: Service) -> Case:
    """The record as a case that is stored nowhere. Raises :class:`CaseRejected` for a code that is not the policy's."""
    code = ProcedureCode.parse(wanted.service.code) if wanted.service.code else policy.codes[0].code
    if code is None or policy.code_entry(code) is None:
        message = f"{policy.id} does not name this code; give one of its own."
        raise CaseRejected([Problem(path="/service/code", code="not_of_policy", message=message)])
    submission = CaseSubmission(
        member=Member(**dict(wanted.member)),
        plan_id=wanted.plan_id,
        line_of_business=wanted.line_of_business,
        diagnoses=wanted.diagnoses,
        services=(wanted.service.model_copy(update={"code": code}),),
        documents=wanted.documents,
    )
    return accept(submission, case_id=_NO_CASE, received_on=service.now().date())
