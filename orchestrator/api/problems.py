"""Every error as problem+json (RFC 9457), through one table from its class to a status."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from orchestrator import failures
from orchestrator.store.faults import refusal_of
from orchestrator.uploads.model import DocumentRefused
from priorauth.acting import AppealTooLate
from priorauth.clocks import ExtensionRefused
from priorauth.determination import AlreadyDetermined, NothingToAccept, StaleRecommendation
from priorauth.errors import (
    AgentFailed,
    CaseNotFound,
    CaseRejected,
    InvalidTransition,
    NotPermitted,
    PriorAuthError,
    Problem,
)
from priorauth.letters.model import LetterRefused
from priorauth.lifecycle import NotTheirs
from priorauth.metric_definitions import YearOutOfRange
from priorauth.operation_definitions import DaysOutOfRange
from priorauth.prioritizing import PriorityRefused
from priorauth.submission import problems_of
from priorauth.value import Value
from telemetry.logs import fault_fields

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
_TYPE = "urn:priorauth:problem:"

STATUSES: Mapping[type[PriorAuthError], HTTPStatus] = {
    failures.NotJson: HTTPStatus.BAD_REQUEST,
    NotPermitted: HTTPStatus.FORBIDDEN,
    CaseNotFound: HTTPStatus.NOT_FOUND,
    failures.CaseDeleted: HTTPStatus.GONE,
    failures.UnknownPolicy: HTTPStatus.NOT_FOUND,
    failures.UnknownDocument: HTTPStatus.NOT_FOUND,
    InvalidTransition: HTTPStatus.CONFLICT,
    failures.IdempotencyConflict: HTTPStatus.CONFLICT,
    failures.ReviewUnfinished: HTTPStatus.CONFLICT,
    AlreadyDetermined: HTTPStatus.CONFLICT,
    StaleRecommendation: HTTPStatus.CONFLICT,
    NothingToAccept: HTTPStatus.CONFLICT,
    AppealTooLate: HTTPStatus.CONFLICT,
    ExtensionRefused: HTTPStatus.CONFLICT,
    LetterRefused: HTTPStatus.CONFLICT,
    PriorityRefused: HTTPStatus.CONFLICT,
    failures.BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    failures.UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    failures.UnsupportedDocument: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    DocumentRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    CaseRejected: HTTPStatus.UNPROCESSABLE_ENTITY,
    DaysOutOfRange: HTTPStatus.UNPROCESSABLE_ENTITY,
    YearOutOfRange: HTTPStatus.UNPROCESSABLE_ENTITY,
    AgentFailed: HTTPStatus.BAD_GATEWAY,
    failures.QueueFull: HTTPStatus.TOO_MANY_REQUESTS,
    failures.ServiceStopping: HTTPStatus.SERVICE_UNAVAILABLE,
    failures.LookupUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    failures.StoreUnreachable: HTTPStatus.SERVICE_UNAVAILABLE,
    failures.StoreFull: HTTPStatus.INSUFFICIENT_STORAGE,
    failures.StoreDamaged: HTTPStatus.INTERNAL_SERVER_ERROR,
}
BODY_ERRORS = (failures.NotJson, failures.UnsupportedMediaType, failures.BodyTooLarge, CaseRejected)
"""What a call with a body may be refused with before anything is done."""
ACT_ERRORS = (
    *BODY_ERRORS,
    NotTheirs,
    CaseNotFound,
    failures.CaseDeleted,
    failures.ReviewUnfinished,
    InvalidTransition,
    failures.StoreFull,
)
"""What any act on a case may be refused with, beside what is its own."""
_RETRY_AFTER_SECONDS: Mapping[HTTPStatus, int] = {
    HTTPStatus.TOO_MANY_REQUESTS: 5,
    HTTPStatus.SERVICE_UNAVAILABLE: 5,
    HTTPStatus.INSUFFICIENT_STORAGE: 60,
}


class ProblemDocument(Value):
    """An error. ``detail`` is a sentence, ``code`` stable, ``problems`` every single thing that is wrong."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    problems: tuple[Problem, ...] = ()


def status_of(error: type[PriorAuthError]) -> HTTPStatus | None:
    """The status of a kind of failure, or of the kind that it is a kind of; None where neither has one."""
    return next((STATUSES[kind] for kind in error.__mro__ if kind in STATUSES), None)


def problem_response(error: PriorAuthError) -> Response:
    """The answer to an expected failure. One that has no status is our own fault, and answered as that."""
    status = status_of(type(error))
    if status is None:
        _log.error("problem.without_status", extra=fault_fields(error))
        status = HTTPStatus.INTERNAL_SERVER_ERROR
    problems = error.problems if isinstance(error, CaseRejected) else ()
    return respond(status, error.code, str(error), problems)


def respond(status: HTTPStatus, code: str, detail: str, problems: tuple[Problem, ...] = ()) -> Response:
    """A problem document as an answer."""
    document = ProblemDocument(
        type=_TYPE + code, title=status.phrase, status=status, detail=detail, code=code, problems=problems
    )
    retry_after = _RETRY_AFTER_SECONDS.get(status)
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    return Response(document.model_dump_json(), status, headers, MEDIA_TYPE)


def rejected(error: ValidationError | RequestValidationError, model: type[BaseModel] | None = None) -> CaseRejected:
    """All problems of a value that has not its shape, without the value. ``model`` is the shape, where it is known."""
    return CaseRejected(problems_of(error.errors(), model))


def documented(*errors: type[PriorAuthError]) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of the errors that a call can answer.

    Raises ``LookupError``, when the service is put together, for an error that has no status.
    """
    said: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        status = status_of(error)
        if status is None:
            raise LookupError(f"{error.__name__} can be answered and has no status; give it one in STATUSES.")
        sentence = (error.__doc__ or "").split("\n")[0].split(" (HTTP")[0].rstrip(".")
        before = said.get(int(status), {}).get("description")
        said[int(status)] = {
            "description": f"{before}; or: {sentence}" if before else sentence,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
    return said


def install_problem_handlers(app: FastAPI) -> None:
    """Every expected failure, and what the framework refuses by itself, answers as a problem document."""

    @app.exception_handler(PriorAuthError)
    async def expected(_: Request, error: PriorAuthError) -> Response:
        return problem_response(error)

    @app.exception_handler(DatabaseError)
    @app.exception_handler(PoolTimeout)
    async def unusable(_: Request, error: Exception) -> Response:
        found = refusal_of(error)
        if found is None:
            raise error
        _log.error(found.code.replace("_", "."), extra=fault_fields(error))
        return problem_response(found)

    @app.exception_handler(RequestValidationError)
    async def misshapen(_: Request, error: RequestValidationError) -> Response:
        return problem_response(rejected(error))

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        response = respond(status, status.name.lower(), _SENTENCES.get(status, status.description))
        response.headers.update(error.headers or {})
        return response


_SENTENCES: Mapping[HTTPStatus, str] = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address. The calls are listed at /docs.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method. The calls are listed at /docs.",
}
