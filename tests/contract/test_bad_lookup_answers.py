"""What a foreign server may not get past us with: answers that are malformed, out of range, or about something else.

Whatever it says, a question is answered, or it is malformed; nothing in between, and never "nothing found".
"""

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from mcp.server import Server
from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult, TextContent

from mcp_clients import clinical_trials, cms_coverage, icd10, npi, pubmed
from mcp_clients.answers import Record
from mcp_clients.ledger import Answered, Failed, Ledger
from mcp_clients.questions import Question
from mcp_clients.session import open_lookups
from priorauth.ledger import LookupOutcome

CODE = {"code": "J44.1", "description": "COPD with exacerbation", "billable": True}
PROVIDER = {"npi": "2000001372", "enumeration_type": "individual", "name": "Odile Marchetti", "status": "active"}
POLICY = {"document_id": "L33797", "title": "Oxygen", "kind": "lcd"}
ARTICLE = {"pmid": "1", "title": "On oxygen", "year": 2020}
TRIAL = {"nct_id": "NCT00692198", "title": "On oxygen"}
QUESTIONS: dict[str, tuple[Question[Any], dict[str, Any]]] = {
    "code": (icd10.lookup_code("J44.1"), CODE),
    "codes": (icd10.search_codes("copd"), {"codes": [CODE], "total": 1}),
    "hierarchy": (icd10.get_hierarchy("J44.1"), {"code": CODE, "total": 0}),
    "check": (icd10.validate_code("J44.1"), {"code": "J44.1", "valid": True, "billable": True}),
    "provider": (npi.npi_lookup("2000001372"), PROVIDER),
    "policy": (cms_coverage.get_coverage_document("L33797"), POLICY),
    "policies": (cms_coverage.search_national_coverage("E1390"), {"documents": [POLICY], "total": 1}),
    "contractors": (cms_coverage.get_contractors("OH"), {"state": "OH", "contractors": [{"name": "CGS"}]}),
    "articles": (pubmed.search_articles("oxygen"), {"articles": [ARTICLE], "total": 1}),
    "trials": (clinical_trials.search_trials("COPD"), {"trials": [TRIAL], "total": 1}),
    "trial": (clinical_trials.get_trial_details("NCT00692198"), TRIAL),
}


def answered(found: Any) -> dict[str, Any]:
    return {"outcome": "answered", "data_version": "1", "detail": "", "found": found}


def saying(structured: Any, text: str | None) -> Server[Any]:
    content = [] if text is None else [TextContent(type="text", text=text)]

    async def list_tools(_: object, __: object) -> ListToolsResult:
        return ListToolsResult(tools=[])

    async def call_tool(_: object, __: CallToolRequestParams) -> CallToolResult:
        return CallToolResult(content=content, structured_content=structured)

    return Server("foreign", on_list_tools=list_tools, on_call_tool=call_tool)


async def ask(question: Question[Any], structured: Any, text: str | None = None) -> Answered[Any] | Failed:
    ledger = Ledger()
    opened: AbstractAsyncContextManager[Any] = open_lookups(
        {question.lookup: saying(structured, text)}, [question.lookup], ledger
    )
    async with opened as clients:
        found = await clients[question.lookup].ask(question)
    assert isinstance(found, Answered | Failed)
    return found


def is_malformed(found: Answered[Any] | Failed) -> bool:
    return (
        isinstance(found, Failed)
        and found.call.outcome is LookupOutcome.MALFORMED
        and not found.call.identifiers
        and found.call.data_version is None
    )


@pytest.mark.parametrize("name", QUESTIONS)
async def test_a_right_answer_passes(name: str) -> None:
    question, found = QUESTIONS[name]
    assert isinstance(await ask(question, answered(found)), Answered)


@pytest.mark.parametrize("name", QUESTIONS)
async def test_each_field_that_must_be_there_is_missed(name: str) -> None:
    question, found = QUESTIONS[name]
    required = [field for field, info in _model(question).model_fields.items() if info.is_required()]
    assert required
    for field in required:
        without = {key: value for key, value in found.items() if key != field}
        assert is_malformed(await ask(question, answered(without))), field


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("wrong", [None, [], "words", 7, {"found": 1}])
async def test_another_shape_is_malformed(name: str, wrong: Any) -> None:
    assert is_malformed(await ask(QUESTIONS[name][0], answered(wrong)))


def _model(question: Question[Any]) -> type[Record]:
    found = question.tool.answer.model_fields["found"].annotation
    return next(part for part in found.__args__ if part is not type(None))  # pyright: ignore[reportOptionalMemberAccess]


Change = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("provider", {"status": "excellent"}),
        ("provider", {"deactivated_on": "2025-02-30"}),
        ("provider", {"taxonomies": "none"}),
        ("provider", {"npi": "2000002743"}),
        ("provider", {"name": "x" * 20_001}),
        ("code", {"billable": "perhaps"}),
        ("code", {"code": "J44.9"}),
        ("code", {"description": 5}),
        ("code", {"billable_descendant_count": -1}),
        ("check", {"code": "J45.20"}),
        ("hierarchy", {"code": {"code": "I10", "description": "Hypertension"}}),
        ("codes", {"total": -1}),
        ("codes", {"total": float("inf")}),
        ("codes", {"codes": [{"code": "J44.1"}]}),
        ("policy", {"document_id": "L11111"}),
        ("policy", {"effective": "yesterday"}),
        ("policy", {"verification": "certain"}),
        ("policies", {"documents": [None]}),
        ("contractors", {"state": "TX"}),
        ("articles", {"articles": [ARTICLE | {"year": 20_200}]}),
        ("articles", {"articles": [ARTICLE | {"year": float("nan")}]}),
        ("trials", {"total": 1.5}),
        ("trial", {"nct_id": "NCT99999999"}),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
async def test_a_value_out_of_range_or_about_another_thing_spoils_the_answer(name: str, change: dict[str, Any]) -> None:
    question, found = QUESTIONS[name]
    assert is_malformed(await ask(question, None, json.dumps(answered(found | change))))


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(answered(PROVIDER))[:-1],
        json.dumps(answered(PROVIDER))[:40],
        json.dumps(answered(PROVIDER) | {"score": float("nan")}),
        json.dumps(answered(PROVIDER)).replace('"found"', '"weight": 1e999, "found"'),
        "[" * 100_000,
        json.dumps(answered(PROVIDER | {"note": "x" * 3_000_000})),
        json.dumps(answered(PROVIDER) | {"outcome": "nothing_found"}),
        json.dumps(answered(PROVIDER) | {"outcome": "approved"}),
        json.dumps([answered(PROVIDER)]),
        "",
    ],
    ids=[
        "truncated",
        "cut",
        "NaN",
        "Infinity",
        "nested",
        "too long",
        "contradicts",
        "unknown outcome",
        "list",
        "empty",
    ],
)
async def test_text_that_is_no_answer_is_malformed(text: str) -> None:
    assert is_malformed(await ask(QUESTIONS["provider"][0], None, text))


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("codes", {"results": "none"}),
        ("codes", {"results": ["J44.1"]}),
        ("hierarchy", {"codes": None}),
        ("code", {"valid": None}),
        ("code", {"valid": "no"}),
        ("code", {"valid": 0}),
        ("policies", {"results": {"0": POLICY}}),
        ("policies", {"results": [None]}),
        ("contractors", {"contractors": "CGS", "state": "OH"}),
        ("trials", {"results": "NCT00692198"}),
        ("provider", {"found": "false"}),
        ("provider", {"record": {"raw": {"number": 2000001372, "basic": {"status": "A"}, "taxonomies": "none"}}}),
        ("provider", {"record": {"raw": {"number": 2000001372, "basic": {"status": "X", "last_name": "M"}}}}),
    ],
)
async def test_a_foreign_answer_that_we_cannot_read_is_never_read_as_nothing(name: str, raw: dict[str, Any]) -> None:
    assert is_malformed(await ask(QUESTIONS[name][0], raw))
