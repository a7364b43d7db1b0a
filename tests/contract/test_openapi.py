"""The HTTP contract as OpenAPI, compared with the description that was agreed."""

import json
from pathlib import Path
from typing import Any

import pytest

from orchestrator.api.acting import BODIES
from orchestrator.api.permitting import SENDING
from orchestrator.app import create_app
from orchestrator.settings import Settings
from tests.integration.fakes import FakeAgents, composing

SNAPSHOT = Path(__file__).with_name("openapi.json")
NO_PROBLEMS = {"/health", "/ready", "/api/examples", "/api/people", "/api/policies", "/api/vocabulary"}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    """The description, without the version of the package."""
    described = create_app(Settings(), composing(FakeAgents())).openapi()
    described["info"]["version"] = "-"
    return json.loads(json.dumps(described))


def operations(description: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, one) for path, methods in description["paths"].items() for method, one in methods.items()]


def test_the_contract_is_the_one_that_was_agreed(description: dict[str, Any]):
    """After a change that is meant: write ``normalized(description)`` to the file and review the difference."""
    assert SNAPSHOT.read_text("utf-8") == normalized(description)


def normalized(description: dict[str, Any]) -> str:
    """The description with its keys in order."""
    return json.dumps(description, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def test_every_reference_leads_somewhere(description: dict[str, Any]):
    schemas = description["components"]["schemas"]
    references = {part.split('"')[0] for part in json.dumps(description).split('"#/components/schemas/')[1:]}
    assert references <= set(schemas)


def test_every_error_is_a_problem_document(description: dict[str, Any]):
    for path, _, operation in operations(description):
        for status, answer in operation["responses"].items():
            if int(status) >= 400 and path != "/ready":
                assert list(answer["content"]) == ["application/problem+json"], (path, status)


def test_every_call_says_what_it_does_and_what_it_refuses(description: dict[str, Any]):
    for path, _, operation in operations(description):
        assert operation["description"]
        if path not in NO_PROBLEMS and path != "/api/examples/{name}":
            assert any(int(status) >= 400 for status in operation["responses"]), path


def test_every_call_with_a_body_describes_it(description: dict[str, Any]):
    described = {path for path, method, one in operations(description) if method == "post" and "requestBody" in one}
    assert described == {
        "/api/cases",
        "/api/cases/search",
        "/api/codes/search",
        "/api/documents/text",
        "/api/cases/{case_id}/determination",
        "/api/cases/{case_id}/documents",
        "/api/cases/{case_id}/corrections",
        *(f"/api/cases/{{case_id}}/{path}" for path in BODIES),
        "/api/policies/{policy_id}/trial",
        *(f"/api/cases/{{case_id}}/{path}/preview" for path in ("determination", *SENDING)),
        "/api/assignments",
        "/api/decision",
        "/api/session",
        "/api/review",
        "/api/review/stream",
        "/api/agents/compliance",
        "/api/agents/clinical",
        "/api/agents/coverage",
        "/api/agents/synthesis",
    }
