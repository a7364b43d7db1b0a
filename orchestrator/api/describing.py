"""The OpenAPI description: the framework's own, completed by what is parsed and answered beside the framework."""

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from orchestrator.api.acting import BODIES
from orchestrator.api.answers import DocumentsRequest, SearchRequest
from orchestrator.api.assigning import Assignments
from orchestrator.api.compatible.decision_models import DecisionRequest
from orchestrator.api.compatible.models import CoverageRequest, Progress, ReviewRequest, SynthesisRequest
from orchestrator.api.identities import SessionRequest
from orchestrator.api.looking_up import CodeSearch
from orchestrator.api.policy_answers import TrialRequest
from orchestrator.api.problems import ProblemDocument
from priorauth.acts import FactCorrection
from priorauth.case import CaseSubmission
from priorauth.decision import Decision

_MODELS = (
    CaseSubmission,
    SearchRequest,
    SessionRequest,
    DocumentsRequest,
    CodeSearch,
    Decision,
    *BODIES.values(),
    Assignments,
    DecisionRequest,
    FactCorrection,
    TrialRequest,
    ProblemDocument,
    ReviewRequest,
    CoverageRequest,
    SynthesisRequest,
    Progress,
)
_FRAMEWORK_ERRORS = ("HTTPValidationError", "ValidationError")


def describe_api(app: FastAPI) -> None:
    """Makes the application describe its bodies by their models and its errors as what they are."""
    generate = app.openapi

    def described() -> dict[str, Any]:
        if not app.openapi_schema:
            _complete(generate())
        return app.openapi_schema or {}

    app.openapi = described


def _complete(description: dict[str, Any]) -> None:
    schemas: dict[str, Any] = description.setdefault("components", {}).setdefault("schemas", {})
    _, more = models_json_schema(
        [(model, "validation") for model in _MODELS], ref_template="#/components/schemas/{model}"
    )
    for name, schema in more["$defs"].items():
        schemas.setdefault(name, schema)
    for name in _FRAMEWORK_ERRORS:
        schemas.pop(name, None)
    for operations in description["paths"].values():
        for operation in operations.values():
            _drop_framework_error(operation["responses"])


def _drop_framework_error(responses: dict[str, Any]) -> None:
    """The framework says of every parameter that it may be refused; those that may are described by us."""
    if "application/json" in responses.get("422", {}).get("content", {}):
        del responses["422"]
