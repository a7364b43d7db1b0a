"""The small API's calls for one agent alone. Nothing is stored."""

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request

from orchestrator.api.bodies import parser_of, read_body, schema_of_body
from orchestrator.api.compatible import models
from orchestrator.api.compatible.agents import show_clinical, show_compliance
from orchestrator.api.compatible.answer import show_synthesis
from orchestrator.api.compatible.coverage import show_coverage
from orchestrator.api.compatible.request import assumptions, to_submission
from orchestrator.api.problems import BODY_ERRORS, documented
from orchestrator.service import Running, Service
from orchestrator.single import Weighed, run_single
from priorauth.case import Case
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, NotEvaluated
from priorauth.inputs import AgentName, SynthesisFindings
from priorauth.submission import accept

router = APIRouter(prefix="/api/agents", tags=["compatible"])

_NO_CASE = "unstored"
_NOT_ASKED = NotEvaluated(agent="compliance", failure=AgentFailure.UNAVAILABLE, reason="It was not asked.")
_ERRORS = documented(*BODY_ERRORS, AgentFailed)
_CALL: dict[str, Any] = {"response_model": models.SingleAgentAnswer, "responses": _ERRORS}


@router.post("/compliance", **_CALL, openapi_extra=schema_of_body("ReviewRequest"))
async def run_compliance(request: Request, service: Running) -> models.SingleAgentAnswer:
    """The compliance agent alone."""
    return await _answer(request, service, AgentName.COMPLIANCE, models.ReviewRequest, lambda body: body)


@router.post("/clinical", **_CALL, openapi_extra=schema_of_body("ReviewRequest"))
async def run_clinical(request: Request, service: Running) -> models.SingleAgentAnswer:
    """The clinical agent alone."""
    return await _answer(request, service, AgentName.CLINICAL, models.ReviewRequest, lambda body: body)


@router.post("/coverage", **_CALL, openapi_extra=schema_of_body("CoverageRequest"))
async def run_coverage(request: Request, service: Running) -> models.SingleAgentAnswer:
    """The coverage agent alone. The clinical findings of the body cannot be checked against the record, so they are
    found anew from the request.
    """
    return await _answer(request, service, AgentName.COVERAGE, models.CoverageRequest, lambda body: body.request)


@router.post("/synthesis", **_CALL, openapi_extra=schema_of_body("SynthesisRequest"))
async def run_synthesis(request: Request, service: Running) -> models.SingleAgentAnswer:
    """The synthesis alone. Nothing is recommended on a client's word: the three results are found anew from the
    request.
    """
    return await _answer(request, service, AgentName.SYNTHESIS, models.SynthesisRequest, lambda body: body.request)


async def _answer(
    request: Request,
    service: Service,
    agent: AgentName,
    shape: type[Any],
    request_of: Callable[[Any], models.ReviewRequest],
) -> models.SingleAgentAnswer:
    started = service.now()
    parse = parser_of(shape, started.date())
    wanted = request_of(await read_body(request, parse))
    case = await asyncio.to_thread(_case, wanted, service)
    weighed = await run_single(service.pipeline, agent, case)
    return models.SingleAgentAnswer(
        agent=agent, started=started, completed=service.now(), result=_show(weighed, assumptions(service.settings))
    )


def _case(wanted: models.ReviewRequest, service: Service) -> Case:
    submission = to_submission(wanted, service.settings)
    return accept(submission, case_id=_NO_CASE, received_on=service.now().date())


def _show(
    weighed: Weighed, assumed: tuple[str, ...]
) -> models.ComplianceResult | models.ClinicalResult | models.CoverageResult | models.SynthesisResult:
    match weighed.found:
        case ComplianceFindings() as found:
            return show_compliance(found)
        case ClinicalFindings() as found:
            return show_clinical(found, _NOT_ASKED)
        case CoverageFindings() as found:
            return show_coverage(found, (), assumed)
        case SynthesisFindings() as found if weighed.given:
            return show_synthesis(weighed.given, found)
        case _:
            raise TypeError("the synthesis agent weighs findings")
