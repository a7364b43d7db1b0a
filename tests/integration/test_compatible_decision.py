"""A decision by the small API, as clients of other services send it."""

import base64
from typing import Any

import httpx

from priorauth.numbers import is_authorization_number
from tests.integration.sending import a_request

ANSWER = {
    "request_id", "authorization_number", "final_recommendation", "decided_by", "decided_at", "was_overridden",
    "override_rationale", "original_recommendation", "letter", "updated_audit_justification_pdf",
}  # fmt: skip
LETTER = {
    "authorization_number", "letter_type", "effective_date", "expiration_date", "patient_name", "provider_name",
    "body_text", "appeal_rights", "documentation_deadline", "pdf_base64",
}  # fmt: skip
RATIONALE = "The saturation of 86 % at rest stands in the hospital's own report, which was read out by telephone today."


async def reviewed(client: httpx.AsyncClient, **changes: Any) -> str:
    return (await client.post("/api/review", json=a_request(**changes))).json()["request_id"]


async def decide(client: httpx.AsyncClient, request_id: str, **given: Any) -> httpx.Response:
    body = {"request_id": request_id, "action": "accept", "reviewer_name": "Pat Example"} | given
    return await client.post("/api/decision", json=body)


async def test_an_accepted_approval_answers_with_its_letter(client: httpx.AsyncClient):
    request_id = await reviewed(client)
    answer = (await decide(client, request_id)).json()
    assert set(answer) == ANSWER
    assert set(answer["letter"]) == LETTER
    assert is_authorization_number(answer["authorization_number"])
    assert (answer["final_recommendation"], answer["was_overridden"]) == ("approve", False)
    assert answer["decided_by"] == "Pat Example (stated)"
    letter = answer["letter"]
    assert letter["letter_type"] == "approval"
    assert answer["authorization_number"] in letter["body_text"]
    assert letter["effective_date"] < letter["expiration_date"]
    assert base64.b64decode(letter["pdf_base64"]).startswith(b"%PDF-")
    assert base64.b64decode(answer["updated_audit_justification_pdf"]).startswith(b"%PDF-")
    again = await decide(client, request_id)
    assert (again.status_code, again.json()["code"]) == (409, "already_determined")
    (item,) = (await client.get("/api/reviews")).json()
    assert item["decision_made"]


async def test_an_accepted_pend_asks_for_what_is_missing_and_denies_nothing(client: httpx.AsyncClient):
    request_id = await reviewed(client, clinical_notes="Nothing is said. Nothing else is said.")
    answer = (await decide(client, request_id)).json()
    assert answer["final_recommendation"] == "pend_for_review"
    assert answer["authorization_number"].startswith(f"PEND-{request_id}-")
    assert not is_authorization_number(answer["authorization_number"])
    letter = answer["letter"]
    assert letter["letter_type"] == "pend"
    assert letter["documentation_deadline"]
    assert "denied" not in letter["body_text"].lower()
    assert "no decision" in letter["body_text"].lower()
    again = await decide(client, request_id)
    assert (again.status_code, again.json()["code"]) == (409, "invalid_transition")


async def test_an_override_needs_its_reason_and_changes_something(client: httpx.AsyncClient):
    request_id = await reviewed(client, clinical_notes="Nothing is said. Nothing else is said.")
    bare = await decide(client, request_id, action="override")
    assert {one["path"] for one in bare.json()["problems"]} == {"/override_rationale", "/override_recommendation"}
    same = {"override_recommendation": "pend_for_review", "override_rationale": RATIONALE}
    assert (await decide(client, request_id, action="override", **same)).json()["problems"][0]["code"] == (
        "nothing_overridden"
    )
    approved = await decide(client, request_id, action="override", **same | {"override_recommendation": "approve"})
    answer = approved.json()
    assert (answer["was_overridden"], answer["original_recommendation"]) == (True, "pend_for_review")
    assert answer["override_rationale"] == RATIONALE


async def test_an_approval_that_is_overridden_goes_to_a_medical_director(client: httpx.AsyncClient):
    request_id = await reviewed(client)
    given = {"override_recommendation": "pend_for_review", "override_rationale": RATIONALE}
    answer = (await decide(client, request_id, action="override", **given)).json()
    assert answer["letter"]["letter_type"] == "pend"
    assert "No decision has been made" in answer["letter"]["body_text"]
    case = (await client.get(f"/api/cases/{request_id}")).json()
    assert case["status"] == "escalated"


async def test_what_is_not_there_cannot_be_decided(client: httpx.AsyncClient):
    assert (await decide(client, "PA-0")).status_code == 404
